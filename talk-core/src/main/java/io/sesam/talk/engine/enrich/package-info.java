/** Enrichment: answers of enrichers as source records of low trust. */
@NullMarked
package io.sesam.talk.engine.enrich;

import org.jspecify.annotations.NullMarked;

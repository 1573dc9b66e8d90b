/** Asks enrichers about golden records and stores their answers as source records of low trust. */
@NullMarked
package io.sesam.talk.engine.enrich;

import org.jspecify.annotations.NullMarked;

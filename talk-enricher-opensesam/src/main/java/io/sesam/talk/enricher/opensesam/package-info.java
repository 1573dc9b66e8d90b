/** Open company data: Norway's register of legal entities, and the global index of legal entities (GLEIF). */
@NullMarked
package io.sesam.talk.enricher.opensesam;

import org.jspecify.annotations.NullMarked;

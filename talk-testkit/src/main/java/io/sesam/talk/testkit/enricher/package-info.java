/** A register that answers by a script, and the promises of enrichment, to be held over any store. */
@NullMarked
package io.sesam.talk.testkit.enricher;

import org.jspecify.annotations.NullMarked;

/** Interfaces for authors of enrichers: questions, answers and change feeds. */
@NullMarked
package io.sesam.talk.spi.enricher;

import org.jspecify.annotations.NullMarked;

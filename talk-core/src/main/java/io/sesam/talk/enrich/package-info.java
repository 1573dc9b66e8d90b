/**
 * Decides what enrichers are asked, how long an answer is good, and what is remembered of it (R31). Asks nobody itself.
 */
@NullMarked
package io.sesam.talk.enrich;

import org.jspecify.annotations.NullMarked;

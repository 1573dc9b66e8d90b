/**
 * Distinction of edits from echoes and renderings, with their times.
 *
 * <p>Reading, writing and recovery ask it for the stored state of a record. Pure functions: it knows neither clusters nor
 * the store.
 */
@NullMarked
package io.sesam.talk.engine.observe;

import org.jspecify.annotations.NullMarked;

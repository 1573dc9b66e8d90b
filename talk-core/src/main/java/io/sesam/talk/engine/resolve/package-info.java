/**
 * Resolution of source records into clusters and golden records.
 *
 * <p>Called whenever records change: after reading, after writing, after a steward's decision. Reads the store;
 * calls no system and has no clock.
 */
@NullMarked
package io.sesam.talk.engine.resolve;

import org.jspecify.annotations.NullMarked;

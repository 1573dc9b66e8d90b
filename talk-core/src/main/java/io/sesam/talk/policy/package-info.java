/**
 * Decisions of the host about data. These are match rules, survivorship, change limits and write permissions per
 * system and type.
 *
 * <p>Immutable values and pure functions. Read by the engine and by {@link io.sesam.talk.merge}; nothing here reads
 * a clock, a store or a network.
 */
@NullMarked
package io.sesam.talk.policy;

import org.jspecify.annotations.NullMarked;

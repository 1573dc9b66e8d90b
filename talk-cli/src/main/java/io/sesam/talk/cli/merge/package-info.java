/**
 * The files that {@code talk merge} reads.
 *
 * <p>Each is a source of a bulk merge. Nothing here writes to them.
 */
@NullMarked
package io.sesam.talk.cli.merge;

import org.jspecify.annotations.NullMarked;

/**
 * Private files for what does not fit into memory.
 *
 * <p>Written by the steps of a bulk merge, read once or twice, and deleted at its end, whatever that is.
 */
@NullMarked
package io.sesam.talk.bulk.disk;

import org.jspecify.annotations.NullMarked;

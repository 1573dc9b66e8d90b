/**
 * What the steps of a bulk merge work with: private files, tables of numbers, tasks.
 *
 * <p>Files are written by a step, read once or twice by another, and deleted at the end of the merge, whatever that is.
 */
@NullMarked
package io.sesam.talk.bulk.work;

import org.jspecify.annotations.NullMarked;

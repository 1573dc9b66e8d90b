/**
 * Counting of the quality of the data with every change, so that each run has a point of the trend without a scan.
 *
 * <p>Clusters give what they counted before and what they count now; the writer of the store adds the difference to the counts of
 * the type in the same commit. Nothing here reads records.
 */
@NullMarked
package io.sesam.talk.engine.quality;

import org.jspecify.annotations.NullMarked;

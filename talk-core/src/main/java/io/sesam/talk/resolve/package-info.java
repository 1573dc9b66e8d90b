/**
 * From source records to clusters and golden records: all at once ({@link io.sesam.talk.resolve.BulkMerge}), or change
 * by change ({@link io.sesam.talk.resolve.IncrementalMerge}), with the same result. For applications that want merging
 * without the engine, and the engine's own.
 */
@NullMarked
package io.sesam.talk.resolve;

import org.jspecify.annotations.NullMarked;

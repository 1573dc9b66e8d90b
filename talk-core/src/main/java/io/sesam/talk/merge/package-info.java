/**
 * Merging without systems and without an engine.
 *
 * <p>{@link io.sesam.talk.merge.BulkMerge} merges all records of a type at once, {@link
 * io.sesam.talk.merge.IncrementalMerge} change by change, with the same result. Hosts call them directly; the
 * engine does not. {@link io.sesam.talk.merge.RecordCodec} and {@link io.sesam.talk.merge.PolicyRecipe} carry records and
 * policies to where a part of a larger merge runs.
 */
@NullMarked
package io.sesam.talk.merge;

import org.jspecify.annotations.NullMarked;

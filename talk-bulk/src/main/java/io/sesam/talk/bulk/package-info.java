/**
 * Merging of more records than fit into memory.
 *
 * <p>{@link io.sesam.talk.bulk.LocalBulk} merges sources of any size on one machine, with the result of {@link
 * io.sesam.talk.merge.BulkMerge}. Its steps are free of any engine, so that another one can take them: {@link
 * io.sesam.talk.bulk.Survey} places each record, {@link io.sesam.talk.bulk.Atlas} says which places belong together, and
 * {@link io.sesam.talk.bulk.ShardMerge} merges those that arrive at one place. Hashes decide where a record is merged and
 * never what it is merged with.
 */
@NullMarked
package io.sesam.talk.bulk;

import org.jspecify.annotations.NullMarked;

/**
 * Golden ids of an earlier merge, which a later one keeps.
 *
 * <p>Called by the merge of one type. What is known of the earlier merge lies on disk; nothing here merges records.
 */
@NullMarked
package io.sesam.talk.bulk.ids;

import org.jspecify.annotations.NullMarked;

/**
 * Records as bytes from the file to the result, for the great majority that needs nothing else.
 *
 * <p>A plain record has a modification time and values, and nothing besides. It is copied from the bytes of a row, joined
 * with others by its keys, and written from its bytes, without an object. Whatever else a record has, and whatever a
 * cluster needs beyond the newest value, leaves this way: such records are decoded and merged as objects, with the same
 * result. Called by the merge of a type only.
 */
@NullMarked
package io.sesam.talk.bulk.plain;

import org.jspecify.annotations.NullMarked;

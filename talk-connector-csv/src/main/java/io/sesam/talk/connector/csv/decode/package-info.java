/**
 * Encodings and delimiters: found in the bytes, and applied part by part; and the rows of a text.
 *
 * <p>A file is never decoded as a whole.
 */
@NullMarked
package io.sesam.talk.connector.csv.decode;

import org.jspecify.annotations.NullMarked;

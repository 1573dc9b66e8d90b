/**
 * The content of a file at one moment: places, ids and fingerprints of its rows.
 *
 * <p>A table holds no values; rows are parsed again when they are needed.
 */
@NullMarked
package io.sesam.talk.connector.csv.table;

import org.jspecify.annotations.NullMarked;

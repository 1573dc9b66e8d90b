/**
 * Connector for CSV files: one file per type in a directory.
 *
 * <p>{@link io.sesam.talk.connector.csv.CsvPlugin} is the entry point. A {@code CsvFile} is the file of one type, a
 * {@code FileTable} its content at one moment, a {@code FileEdit} a set of changes to it, and {@code FileHistory} the
 * state kept between runs, in the hidden directory {@code .talk} beside the files.
 */
@NullMarked
package io.sesam.talk.connector.csv;

import org.jspecify.annotations.NullMarked;

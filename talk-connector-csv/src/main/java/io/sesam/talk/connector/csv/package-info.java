/**
 * Reads and writes spreadsheets kept as CSV files: a directory with {@code person.csv}, {@code organisation.csv} and so on.
 *
 * <p>{@link io.sesam.talk.connector.csv.CsvPlugin} is the door. Behind it a {@code Sheet} is one type's file, a
 * {@code Table} what the file holds at a moment, an {@code Edit} what it will hold next, and {@code Memory} what is
 * remembered between runs, in the hidden directory {@code .talk} beside the files.
 */
@NullMarked
package io.sesam.talk.connector.csv;

import org.jspecify.annotations.NullMarked;

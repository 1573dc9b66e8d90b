/** Reads and writes spreadsheets kept as CSV files. */
@NullMarked
package io.sesam.talk.connector.csv;

import org.jspecify.annotations.NullMarked;

/** Writes to a DuckDB database. */
@NullMarked
package io.sesam.talk.sink.duckdb;

import org.jspecify.annotations.NullMarked;

/**
 * Sink for golden records in one DuckDB file.
 *
 * <p>{@link io.sesam.talk.sink.duckdb.DuckDbSinkPlugin} is the entry point; everything else is internal.
 */
@NullMarked
package io.sesam.talk.sink.duckdb;

import org.jspecify.annotations.NullMarked;

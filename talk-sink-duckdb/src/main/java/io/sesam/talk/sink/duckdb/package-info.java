/**
 * Keeps the golden records, the crosswalk and the provenance in one DuckDB file.
 *
 * <p>Walk in through {@link io.sesam.talk.sink.duckdb.DuckDbSinkPlugin}; the rest is behind it.
 */
@NullMarked
package io.sesam.talk.sink.duckdb;

import org.jspecify.annotations.NullMarked;

/**
 * Sink for golden records in a BigQuery dataset.
 *
 * <p>{@link io.sesam.talk.sink.bigquery.BigQuerySinkPlugin} is the entry point; everything else is internal.
 */
@NullMarked
package io.sesam.talk.sink.bigquery;

import org.jspecify.annotations.NullMarked;

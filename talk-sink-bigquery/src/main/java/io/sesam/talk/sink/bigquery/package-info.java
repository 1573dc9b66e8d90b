/**
 * Keeps the golden records, the crosswalk and the provenance in a dataset of BigQuery.
 *
 * <p>Walk in through {@link io.sesam.talk.sink.bigquery.BigQuerySinkPlugin}; the rest is behind it.
 */
@NullMarked
package io.sesam.talk.sink.bigquery;

import org.jspecify.annotations.NullMarked;

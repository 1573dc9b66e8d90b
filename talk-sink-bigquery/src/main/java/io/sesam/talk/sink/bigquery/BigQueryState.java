package io.sesam.talk.sink.bigquery;

import io.sesam.talk.spi.sink.SinkMark;

/**
 * What the sink remembers beside the rows, in {@code talk_state} and {@code talk_removed}.
 *
 * <p>The one row of {@code talk_state} is missing as long as the rows are not those of any history. Removed golden
 * records are remembered until the next rebuild, so that old news of them does not bring them back. Up to
 * {@code complete} nothing can be missing, because a rebuild brought it: whatever is older is old news.
 *
 * @param format the version of the layout
 * @param mark how far the tables have come
 */
record BigQueryState(long format, SinkMark mark) {
    static final long FORMAT = 1;
}

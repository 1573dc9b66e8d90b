package io.sesam.talk.sink.bigquery;

import io.sesam.talk.spi.sink.SinkMark;

/**
 * The sink's state in {@code talk_state} and {@code talk_removed}.
 *
 * <p>The only row of {@code talk_state} is missing while the tables belong to no history. Removed golden records are
 * listed until the next rebuild, so that outdated changes do not restore them. Changes up to {@code complete} are
 * outdated, because a rebuild covered them.
 *
 * @param format the version of the layout
 * @param mark the last change applied to the tables
 */
record BigQueryState(long format, SinkMark mark) {
    static final long FORMAT = 1;
}

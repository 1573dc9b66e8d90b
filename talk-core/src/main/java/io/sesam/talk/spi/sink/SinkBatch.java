package io.sesam.talk.spi.sink;

import java.util.List;

/**
 * A batch of golden record changes, by sequence.
 *
 * @param changes no two for one golden record
 * @param mark the tables' mark after this batch
 */
public record SinkBatch(List<SinkChange> changes, SinkMark mark) {
    /** Copies the list. */
    public SinkBatch {
        changes = List.copyOf(changes);
    }
}

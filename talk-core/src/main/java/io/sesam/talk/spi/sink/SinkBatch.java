package io.sesam.talk.spi.sink;

import java.util.List;

/**
 * Changes of golden records, in the order of their sequence.
 *
 * @param changes no two for one golden record
 * @param mark how far the tables have come with it
 */
public record SinkBatch(List<SinkChange> changes, SinkMark mark) {
    /** Copies the list. */
    public SinkBatch {
        changes = List.copyOf(changes);
    }
}

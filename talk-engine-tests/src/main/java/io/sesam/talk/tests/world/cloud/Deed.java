package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.spi.Operation;
import java.time.Instant;
import java.util.List;

/**
 * A write that Talk did in a system.
 *
 * @param system the system
 * @param operation the operation
 * @param recordId the record that was inserted, changed or archived
 * @param time the time of the write
 * @param overwritten the edits that it overwrote
 */
public record Deed(String system, Operation operation, String recordId, Instant time, List<Overwritten> overwritten) {
    /**
     * An edit that Talk overwrote.
     *
     * @param word the edit
     * @param by the value that Talk wrote
     * @param blind whether Talk could not know: the edit was not read yet, and the system has no guard
     */
    public record Overwritten(Word word, Object by, boolean blind) {}
}

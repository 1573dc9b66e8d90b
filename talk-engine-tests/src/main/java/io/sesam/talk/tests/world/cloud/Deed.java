package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.spi.Operation;
import java.time.Instant;
import java.util.List;

/**
 * Something that Talk did in a system.
 *
 * @param system where
 * @param operation what it asked
 * @param recordId the record it made, changed or archived
 * @param time when
 * @param overwritten what people had said there before
 */
public record Deed(String system, Operation operation, String recordId, Instant time, List<Overwritten> overwritten) {
    /**
     * A person's word that Talk wrote over.
     *
     * @param word what the person had said
     * @param by what Talk put in its place
     * @param blind whether nothing could have told Talk: the word was not read yet, and the system has no guard
     */
    public record Overwritten(Word word, Object by, boolean blind) {}
}

package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Operation;
import java.util.List;
import java.util.Optional;

/**
 * One record that the next sync would make, change or archive.
 *
 * @param system where
 * @param type what
 * @param kind whether it is made, changed or archived
 * @param recordId the record; empty for one to be made
 * @param golden the golden record it follows
 * @param before what is there now of the properties that would be written, as it is remembered
 * @param after what would be written, before the system makes its own of it
 * @param cause whose word it is
 * @param refused single properties that differ and cannot be written there, each with the reason
 */
public record PlannedChange(
        SystemName system,
        EntityType type,
        Operation.Kind kind,
        Optional<String> recordId,
        GoldenId golden,
        Fields before,
        Fields after,
        String cause,
        List<String> refused) {}

package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One write that was asked and what came of it (R35).
 *
 * @param time when the answer came
 * @param run the run that asked
 * @param operation the operation's id
 * @param system the system
 * @param type the type
 * @param recordId the record; {@code null} when an insert was not done
 * @param golden the golden record it was for
 * @param what {@code inserted}, {@code updated}, {@code archived}, {@code erased}, {@code unchanged}, {@code refused}, {@code failed} or
 *     {@code unknown}
 * @param before what the system was last seen to hold: of the fields that were written, or all when it was archived
 * @param after what was written
 * @param reason whose word it was, by records without values; before it what the system said, when it did not do it
 */
public record AuditEntry(
        Instant time,
        String run,
        String operation,
        SystemName system,
        EntityType type,
        @Nullable String recordId,
        GoldenId golden,
        String what,
        Fields before,
        Fields after,
        @Nullable String reason) {
    /** The same without values and words: that it was done, and when. */
    public AuditEntry withoutValues() {
        Fields nothing = Fields.unknown(after.schema());
        return new AuditEntry(time, run, operation, system, type, recordId, golden, what, nothing, nothing, null);
    }
}

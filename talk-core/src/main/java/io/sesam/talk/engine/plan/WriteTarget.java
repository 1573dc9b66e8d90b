package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import java.util.Map;

/**
 * A writable type of a system.
 *
 * @param system the system
 * @param spec the facts about the type there
 * @param policy the host's policy for it
 * @param onboarded when each system was first read, in microseconds since 1970, on the clock of observations
 * @param insertsAllowed whether every participant was read completely once, and there are at least two (R16)
 * @param overwritesAllowed whether filled values may be overwritten (R16)
 * @param fingerprint of its settings and facts: refused writes are tried again when it changes (R22)
 */
public record WriteTarget(
        SystemName system,
        TypeSpec spec,
        TargetPolicy policy,
        Map<SystemName, Long> onboarded,
        boolean insertsAllowed,
        boolean overwritesAllowed,
        String fingerprint) {
    /** Creates the target of a type that has been read. */
    public static WriteTarget of(Participants participants, Connection connection, TypeSpec spec) {
        return new WriteTarget(
                connection.name(),
                spec,
                connection.policy(spec.type()),
                participants.onboarded(spec.type()),
                participants.insertsAllowed(spec.type()),
                participants.overwritesAllowed(spec.type()),
                Participants.fingerprint(connection, spec));
    }

    /**
     * Checks whether a record existed before this system was connected (R17). What Talk saw appear later is new: its
     * creation time is by another clock than Talk's. Of the records found when their own system was first read, the
     * creation time shows.
     */
    boolean isOlder(SourceRecord record) {
        long connected = onboarded.getOrDefault(system, SourceRecord.NEVER);
        boolean foundAtFirst =
                record.firstSeen() <= onboarded.getOrDefault(record.ref().system(), SourceRecord.NEVER);
        return record.firstSeen() < connected || foundAtFirst && record.created() < connected;
    }

    /**
     * Returns the last seen values of a record, as a precondition. Fields that were never shown, or not since the
     * last write, are unknown (R19).
     */
    public Fields seen(SourceRecord record) {
        Fields.Builder shown = record.rawValues().toBuilder();
        for (int i = 0; i < record.rawValues().schema().size(); i++) {
            boolean readable = spec.field(
                            record.rawValues().schema().property(i).name())
                    .filter(FieldSpec::isReadable)
                    .isPresent();
            if (!readable || record.has(i, Stamps.UNSEEN)) {
                shown.slot(i, null);
            }
        }
        return shown.build();
    }
}

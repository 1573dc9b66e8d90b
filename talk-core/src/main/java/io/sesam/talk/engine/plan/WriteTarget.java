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
import io.sesam.talk.store.ReadState;

/**
 * A writable type of a system.
 *
 * @param system the system
 * @param spec the facts about the type there
 * @param policy the host's policy for it
 * @param onboarded when it was first read, in microseconds since 1970: older records existed before it was
 *     connected
 * @param insertsAllowed whether every participant was read completely once, and there are at least two (R16)
 * @param overwritesAllowed whether filled values may be overwritten (R16)
 * @param fingerprint of its settings and facts: refused writes are tried again when it changes (R22)
 */
public record WriteTarget(
        SystemName system,
        TypeSpec spec,
        TargetPolicy policy,
        long onboarded,
        boolean insertsAllowed,
        boolean overwritesAllowed,
        String fingerprint) {
    /** Creates the target of a type that has been read. */
    public static WriteTarget of(Participants participants, Connection connection, TypeSpec spec, ReadState read) {
        return new WriteTarget(
                connection.name(),
                spec,
                connection.policy(spec.type()),
                SourceRecord.micros(read.onboarded()),
                participants.insertsAllowed(spec.type()),
                participants.overwritesAllowed(spec.type()),
                Participants.fingerprint(connection, spec));
    }

    /**
     * Returns the last seen values of a record, as a precondition. Fields that were never shown, or not since the
     * last write, are unknown (R19).
     */
    public Fields seen(SourceRecord record) {
        Fields.Builder shown = record.said().toBuilder();
        for (int i = 0; i < record.said().schema().size(); i++) {
            boolean readable = spec.field(record.said().schema().property(i).name())
                    .filter(FieldSpec::isReadable)
                    .isPresent();
            if (!readable || record.has(i, Stamps.UNSEEN)) {
                shown.slot(i, null);
            }
        }
        return shown.build();
    }
}

package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.run.Connection;
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
 * A type of a system that may be written.
 *
 * @param system the system
 * @param spec what is true of the type there
 * @param policy what Talk may do there
 * @param onboarded when it was first read, in microseconds since 1970: what is older counts as there before
 * @param insertsAllowed whether every system that takes part has been read completely once, and two do (R16)
 * @param fingerprint of its settings and facts: what was refused is tried again when it changes (R22)
 */
public record WriteTarget(
        SystemName system,
        TypeSpec spec,
        TargetPolicy policy,
        long onboarded,
        boolean insertsAllowed,
        String fingerprint) {
    /** The target for a type of a connected system that has been read. */
    public static WriteTarget of(Participants participants, Connection connection, TypeSpec spec, ReadState read) {
        return new WriteTarget(
                connection.name(),
                spec,
                connection.policy(spec.type()),
                SourceRecord.micros(read.onboarded()),
                participants.insertsAllowed(spec.type()),
                Participants.fingerprint(connection, spec));
    }

    /** What the system was seen to hold of a record; what it never shows, or has not shown yet, proves nothing (R19). */
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

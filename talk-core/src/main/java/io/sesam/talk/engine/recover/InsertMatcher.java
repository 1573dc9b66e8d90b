package io.sesam.talk.engine.recover;

import io.sesam.talk.engine.observe.ChangeDetector;
import io.sesam.talk.engine.observe.Sight;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.List;
import java.util.Set;

/** Recognition of an in-doubt insert's record by its values (R21). */
final class InsertMatcher {
    private final TypeSpec spec;
    private final TypePolicy policy;
    private final Store store;
    private final References references;

    InsertMatcher(TypeSpec spec, TypePolicy policy, Store store) {
        this.spec = spec;
        this.policy = policy;
        this.store = store;
        this.references = References.of(store, spec.schema());
    }

    /** Returns the values of a write, with references to merged records replaced by those that are shown instead. */
    Fields followed(Intent intent, Fields shown) {
        return references.followed(intent.system(), intent.fields(), shown);
    }

    /** Checks whether a new record can come from an insert. */
    boolean isLike(Intent insert, Fields rawFields) {
        return sharesKey(insert, rawFields) || looksLikeIt(insert, rawFields);
    }

    boolean sharesKey(Intent insert, Fields rawFields) {
        SourceRecord record =
                Normalizer.normalize(SourceRecord.of(new RecordRef(insert.system(), spec.type(), "x"), rawFields));
        return policy.rules().keys(record).stream()
                .anyMatch(key -> policy.rules().keys(insert.fields()).contains(key));
    }

    /** Checks that a record shows all written values, or renderings of them, and nothing else. */
    private boolean looksLikeIt(Intent insert, Fields rawFields) {
        return ChangeDetector.canBe(rawFields, followed(insert, rawFields))
                && spec.fields().stream()
                        .filter(FieldSpec::isReadable)
                        .map(field -> spec.schema().index(field.name()))
                        .allMatch(index -> insert.fields().isKnown(index) == rawFields.isKnown(index));
    }

    /**
     * Computes the stored state. Written values keep the time of their source, also of one that was deleted since;
     * without any source the record itself is the source.
     */
    SourceRecord asMade(Intent insert, RecordRef ref, RecordSnapshot shown, Sight sight) {
        List<StoredRecord> members = store.members(Set.of(insert.golden())).stream()
                .filter(member -> !member.ref().equals(ref))
                .toList();
        boolean allGone = members.stream().noneMatch(StoredRecord::isLive);
        SourceRecord[] others = members.stream()
                .filter(member -> allGone || member.isLive())
                .map(StoredRecord::record)
                .map(Normalizer::normalize)
                .sorted(SourceRecord.OLDEST_FIRST)
                .toArray(SourceRecord[]::new);
        if (others.length == 0) {
            return ChangeDetector.observe(null, ref, shown, sight, true);
        }
        GoldenRecord golden = policy.survivorship().merge(insert.golden(), others);
        return ChangeDetector.found(ref, followed(insert, shown.fields()), golden, shown, spec, sight);
    }

    /** Checks whether the stored state has echoes of Talk's writes. */
    static boolean isEcho(SourceRecord record) {
        for (int i = 0; i < record.rawValues().schema().size(); i++) {
            if (record.has(i, Stamps.ECHO)) {
                return true;
            }
        }
        return false;
    }
}

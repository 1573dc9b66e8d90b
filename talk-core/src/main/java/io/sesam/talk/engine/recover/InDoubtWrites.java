package io.sesam.talk.engine.recover;

import io.sesam.talk.engine.observe.ChangeDetector;
import io.sesam.talk.engine.observe.Sight;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In-doubt writes of one type of a system. Recognises their values in records that are read, before the outcome is
 * certain.
 */
public final class InDoubtWrites {
    private final Store store;
    private final InsertMatcher insertMatcher;
    private final Map<String, Intent> updates = new HashMap<>();
    private final List<Intent> inserts = new ArrayList<>();

    /** Loads the in-doubt writes of a type. */
    public InDoubtWrites(Store store, SystemName system, TypeSpec spec, TypePolicy policy) {
        this.store = store;
        this.insertMatcher = new InsertMatcher(spec, policy, store);
        for (Intent intent : store.intents(system, spec.type())) {
            if (intent.purpose() == Intent.Purpose.SYNC) {
                String record = intent.recordId();
                if (intent.isInsert()) {
                    inserts.add(intent);
                } else if (record != null && intent.kind() == Operation.Kind.UPDATE) {
                    updates.put(record, intent);
                }
            }
        }
    }

    /** Checks for an in-doubt update of a record: its new values may be those that Talk wrote. */
    public boolean concern(RecordRef ref) {
        return updates.containsKey(ref.id());
    }

    /** Computes the stored state of a record that was read. */
    public SourceRecord observe(
            @Nullable SourceRecord before, RecordRef ref, RecordSnapshot now, Sight sight, boolean linked) {
        if (before == null) {
            return insertLike(now)
                    .map(insert -> insertMatcher.asMade(insert, ref, now, sight))
                    .orElseGet(() -> ChangeDetector.observe(null, ref, now, sight, linked));
        }
        Intent intent = updates.get(ref.id());
        if (intent == null) {
            return ChangeDetector.observe(before, ref, now, sight, linked);
        }
        Fields writtenValue = insertMatcher.followed(intent, now.fields());
        long[] times = new long[writtenValue.schema().size()];
        boolean[] enriched = new boolean[times.length];
        ask(intent, ref, times, enriched);
        for (int i = 0; i < times.length; i++) {
            enriched[i] |= writtenValue.slot(i) == Blank.BLANK && before.isEnriched(i);
        }
        return ChangeDetector.observeUnanswered(before, now, sight, linked, writtenValue, times, enriched);
    }

    private Optional<Intent> insertLike(RecordSnapshot now) {
        return inserts.stream()
                .filter(insert -> insertMatcher.isLike(insert, now.fields()))
                .findFirst();
    }

    /**
     * Links a new record to the origin of an in-doubt insert, if a shared match key proves that both are the same.
     * The link survives later changes of the key (R8).
     */
    public Optional<Link> linkOf(RecordRef ref, RecordSnapshot now) {
        return insertLike(now)
                .filter(insert -> insertMatcher.sharesKey(insert, now.fields())
                        && !insert.origin().equals(ref))
                .map(insert -> new Link(insert.origin(), ref, Link.Origin.CREATED));
    }

    /** Determines the time of each written value at its source, and whether it came only from enrichers (R31). */
    private void ask(Intent intent, RecordRef target, long[] times, boolean[] enriched) {
        Fields writtenValue = Normalizer.normalize(intent.fields());
        boolean[] own = new boolean[times.length];
        Arrays.fill(times, SourceRecord.NEVER);
        List<SourceRecord> others = store.members(Set.of(intent.golden())).stream()
                .filter(member -> member.isLive() && !member.ref().equals(target))
                .map(StoredRecord::record)
                .map(Normalizer::normalize)
                .toList();
        for (SourceRecord other : others) {
            for (int i = 0; i < times.length; i++) {
                if (writtenValue.slot(i) != null && Objects.equals(writtenValue.slot(i), other.effectiveValue(i))) {
                    times[i] = Math.max(times[i], other.time(i));
                    enriched[i] |= other.has(i, Stamps.ENRICHED);
                    own[i] |= !other.has(i, Stamps.ENRICHED);
                }
            }
        }
        for (int i = 0; i < times.length; i++) {
            enriched[i] &= !own[i];
        }
    }
}

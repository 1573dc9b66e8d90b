package io.sesam.talk.sync;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.normalize.Normalizer;
import io.sesam.talk.resolve.Observer;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Upserted;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Updates of one type of a system that nobody answered: what they may have written is known again when it shows. */
final class Unanswered {
    private final Store store;
    private final Map<String, Intent> updates;

    private Unanswered(Store store, Map<String, Intent> updates) {
        this.store = store;
        this.updates = updates;
    }

    static Unanswered of(Store store, SystemName system, EntityType type) {
        Map<String, Intent> updates = new HashMap<>();
        for (Intent intent : store.intents()) {
            String record = intent.recordId();
            if (record != null
                    && intent.kind() == Operation.Kind.UPDATE
                    && intent.system().equals(system)
                    && intent.type().equals(type)) {
                updates.put(record, intent);
            }
        }
        return new Unanswered(store, updates);
    }

    /** What is to be remembered of a record that has just been read. */
    SourceRecord observe(@Nullable SourceRecord before, RecordRef ref, Upserted now, Instant seen, boolean linked) {
        Intent intent = updates.get(ref.id());
        if (before == null || intent == null) {
            return Observer.observe(before, ref, now, seen, linked);
        }
        Fields told = intent.fields();
        long[] times = new long[told.schema().size()];
        boolean[] borrowed = new boolean[times.length];
        Arrays.fill(times, SourceRecord.NEVER);
        Arrays.fill(borrowed, true);
        for (int i = 0; i < times.length; i++) {
            if (told.slot(i) == Blank.BLANK && before.isBorrowed(i)) {
                times[i] = before.time(i);
            }
        }
        ask(intent, ref, times, borrowed);
        return Observer.observeUnanswered(before, now, seen, linked, told, times, borrowed);
    }

    /** When what was told was said, by those who still say so, and whether these are enrichers alone. */
    private void ask(Intent intent, RecordRef target, long[] times, boolean[] borrowed) {
        Fields told = intent.fields();
        List<SourceRecord> others = store.members(Set.of(intent.golden())).stream()
                .filter(member -> member.isLive() && !member.ref().equals(target))
                .map(StoredRecord::record)
                .map(Normalizer::normalize)
                .toList();
        for (SourceRecord other : others) {
            for (int i = 0; i < times.length; i++) {
                if (told.slot(i) != null && Objects.equals(told.slot(i), other.voice(i))) {
                    times[i] = Math.max(times[i], other.time(i));
                    borrowed[i] &= other.has(i, Stamps.FAINT);
                }
            }
        }
    }
}

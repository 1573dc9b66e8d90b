package io.sesam.talk.engine.read;

import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a type was read with. When a field is added, by the host or the system, stored records lack it
 * and the type is listed once more. Values that this listing finds in a new field are no edits; they count as seen
 * for the first time.
 */
final class FieldCoverage {
    private final Store store;
    private final StateKey<EngineState.CoveredFields> key;
    private final Set<String> now;

    FieldCoverage(Store store, SystemName system, TypeSpec spec) {
        this.store = store;
        this.key = StateKey.fields(system, spec.type());
        this.now = spec.fields().stream()
                .filter(FieldSpec::isReadable)
                .map(FieldSpec::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<EngineState.CoveredFields> noted() {
        return store.state(key);
    }

    /** Checks for fields that stored records lack. */
    boolean areMore() {
        return noted().filter(before -> !before.fields().containsAll(now)).isPresent();
    }

    /** Stores the fields, in the commit of the first page read with them. */
    void note(ReadState readState, Commit commit) {
        Optional<EngineState.CoveredFields> before = noted();
        if (before.filter(noted -> noted.fields().equals(now)).isEmpty()) {
            Set<String> fresh = fresh(readState);
            commit.put(key, new EngineState.CoveredFields(now, fresh.isEmpty() ? 0 : readState.listing(), fresh));
        }
    }

    /** Returns the fields that a listing under way reads for the first time. */
    Set<String> fresh(ReadState readState) {
        Set<String> fresh = new TreeSet<>();
        if (!readState.listed()) {
            noted().ifPresent(before -> {
                now.stream().filter(field -> !before.fields().contains(field)).forEach(fresh::add);
                if (before.listing() == readState.listing()) {
                    fresh.addAll(before.fresh());
                }
            });
        }
        return fresh;
    }

    /** Stamps values of new fields with the record's modification time instead of the present. */
    static RecordSnapshot atFirstSight(RecordSnapshot now, @Nullable SourceRecord before, Set<String> fresh) {
        if (before == null || fresh.isEmpty()) {
            return now;
        }
        Schema schema = now.fields().schema();
        Map<String, Instant> times = new HashMap<>(now.times());
        for (String field : fresh) {
            int index = schema.indexOf(field);
            if (index >= 0 && before.rawValues().slot(index) == null) {
                times.putIfAbsent(
                        field, now.modified().or(now::created).orElse(SourceRecord.instant(SourceRecord.NEVER)));
            }
        }
        return now.times(times);
    }
}

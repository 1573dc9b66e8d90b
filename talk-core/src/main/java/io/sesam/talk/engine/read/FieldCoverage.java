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
 * Which fields a type of a system has been read with. When there are more since, because the host declares a property or
 * the system lets one be read, the records that were read before lack them, and are listed once more; what that listing
 * finds in the new fields is no edit, but seen for the first time.
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

    /** Whether there is a field that what was read before lacks. */
    boolean areMore() {
        return noted().filter(before -> !before.fields().containsAll(now)).isPresent();
    }

    /** Notes them, in the commit that remembers the first page that was read with them. */
    void note(ReadState readState, Commit commit) {
        Optional<EngineState.CoveredFields> before = noted();
        if (before.filter(noted -> noted.fields().equals(now)).isEmpty()) {
            Set<String> fresh = fresh(readState);
            commit.put(key, new EngineState.CoveredFields(now, fresh.isEmpty() ? 0 : readState.listing(), fresh));
        }
    }

    /** The fields that a listing under way reads for the first time. */
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

    /** What is shown in fields that are read for the first time was said when the record was modified, not just now. */
    static RecordSnapshot atFirstSight(RecordSnapshot now, @Nullable SourceRecord before, Set<String> fresh) {
        if (before == null || fresh.isEmpty()) {
            return now;
        }
        Schema schema = now.fields().schema();
        Map<String, Instant> times = new HashMap<>(now.times());
        for (String field : fresh) {
            int index = schema.indexOf(field);
            if (index >= 0 && before.said().slot(index) == null) {
                times.putIfAbsent(field, now.modified().orElse(SourceRecord.instant(SourceRecord.NEVER)));
            }
        }
        return now.times(times);
    }
}

package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Readings, parked writes, intents and journal of a {@link MemoryStore}. */
final class MemoryStoreNotes {
    private record Place(SystemName system, EntityType type) {}

    private final Map<Place, ReadState> readings = new HashMap<>();
    private final Map<Parked.Key, Parked> parked = new HashMap<>();
    private final NavigableSet<Parked> parkedByAge = new TreeSet<>(Parked.OLDEST_FIRST);
    private final Map<String, Intent> intents = new HashMap<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final Map<StateKey<?>, EngineState> states = new HashMap<>();

    void take(Commit commit) {
        commit.readings()
                .forEach(readState -> readings.put(new Place(readState.system(), readState.type()), readState));
        commit.unparked().forEach(this::unpark);
        commit.parked().forEach(this::park);
        intents.keySet().removeAll(commit.intentsClosed());
        commit.intents().forEach(intent -> intents.put(intent.operation(), intent));
        audit.addAll(commit.audit());
        states.keySet().removeAll(commit.statesRemoved());
        states.putAll(commit.states());
    }

    /** Removes parked writes and intents, and the values in journal entries. */
    void forget(Set<RecordRef> records, Set<GoldenId> goldens) {
        if (records.isEmpty() && goldens.isEmpty()) {
            return;
        }
        parked.keySet().stream()
                .filter(key -> goldens.contains(key.golden()))
                .toList()
                .forEach(this::unpark);
        intents.values().removeIf(intent -> goldens.contains(intent.golden()));
        audit.replaceAll(
                entry -> goldens.contains(entry.golden()) || isAbout(entry, records) ? entry.withoutValues() : entry);
    }

    private static boolean isAbout(AuditEntry entry, Set<RecordRef> records) {
        String id = entry.recordId();
        return id != null && !id.isEmpty() && records.contains(new RecordRef(entry.system(), entry.type(), id));
    }

    private void park(Parked entry) {
        unpark(entry.key());
        parked.put(entry.key(), entry);
        parkedByAge.add(entry);
    }

    private void unpark(Parked.Key key) {
        Parked old = parked.remove(key);
        if (old != null) {
            parkedByAge.remove(old);
        }
    }

    Optional<ReadState> reading(SystemName system, EntityType type) {
        return Optional.ofNullable(readings.get(new Place(system, type)));
    }

    List<Parked> parked(SystemName system, EntityType type, Collection<GoldenId> goldens) {
        Set<GoldenId> wanted = Set.copyOf(goldens);
        return parkedByAge.stream()
                .filter(entry -> entry.system().equals(system) && entry.type().equals(type))
                .filter(entry -> wanted.contains(entry.golden()))
                .toList();
    }

    List<Parked> parked(GoldenId golden) {
        return parkedByAge.stream()
                .filter(entry -> entry.golden().equals(golden))
                .toList();
    }

    List<Parked> parked(@Nullable Parked after, int limit) {
        return (after == null ? parkedByAge : parkedByAge.tailSet(after, false))
                .stream().limit(limit).toList();
    }

    long parkedCount() {
        return parked.size();
    }

    List<Intent> intents(SystemName system, EntityType type, Collection<GoldenId> goldens) {
        Set<GoldenId> wanted = Set.copyOf(goldens);
        return intents(system, type).stream()
                .filter(intent -> wanted.contains(intent.golden()))
                .toList();
    }

    List<Intent> intents(SystemName system, EntityType type) {
        return oldestFirst()
                .filter(intent ->
                        intent.system().equals(system) && intent.type().equals(type))
                .toList();
    }

    List<Intent> intents() {
        return oldestFirst().toList();
    }

    private Stream<Intent> oldestFirst() {
        return intents.values().stream()
                .sorted(Comparator.comparing(Intent::since).thenComparing(Intent::operation));
    }

    List<AuditEntry> audit(long skip, int limit) {
        int end = (int) Math.max(0, audit.size() - skip);
        List<AuditEntry> page = new ArrayList<>();
        for (int i = end - 1; i >= 0 && page.size() < limit; i--) {
            page.add(audit.get(i));
        }
        return page;
    }

    List<AuditEntry> audit(String run, long skip, int limit) {
        List<AuditEntry> entries = new ArrayList<>(
                audit.stream().filter(entry -> entry.run().equals(run)).toList());
        Collections.reverse(entries);
        return entries.stream().skip(skip).limit(limit).toList();
    }

    List<AuditEntry> audit(Set<RecordRef> records, int limit) {
        List<AuditEntry> entries = new ArrayList<>();
        for (RecordRef record : records) {
            int left = limit;
            for (int i = audit.size() - 1; i >= 0 && left > 0; i--) {
                if (isAbout(audit.get(i), Set.of(record))) {
                    entries.add(audit.get(i));
                    left--;
                }
            }
        }
        entries.sort(Comparator.comparing(AuditEntry::time).reversed());
        return entries;
    }

    <T extends EngineState> Optional<T> state(StateKey<T> key) {
        return Optional.ofNullable(states.get(key)).map(key.valueType()::cast);
    }
}

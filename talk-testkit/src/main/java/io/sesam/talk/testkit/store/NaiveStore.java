package io.sesam.talk.testkit.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A simple reference store with linear search. */
final class NaiveStore implements Store {
    private static final Comparator<StoredRecord> BY_ID = Comparator.comparing(
                    (StoredRecord record) -> record.ref().id().getBytes(StandardCharsets.UTF_8),
                    Arrays::compareUnsigned)
            .thenComparing(record -> record.ref().system());

    private final Map<RecordRef, StoredRecord> records = new HashMap<>();
    private final Map<GoldenId, StoredGolden> goldens = new HashMap<>();
    private final Set<Link> links = new HashSet<>();
    private final Set<PendingComparison> tasks = new HashSet<>();
    private final Map<List<Object>, ReadState> readings = new HashMap<>();
    private final Map<Parked.Key, Parked> parked = new HashMap<>();
    private final Map<String, Intent> intents = new HashMap<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private final Map<StateKey<?>, EngineState> states = new HashMap<>();
    private final Set<String> erased = new HashSet<>();
    private final Map<RecordRef, Erasure> erasures = new HashMap<>();

    @Override
    public String history() {
        return "naive";
    }

    private List<StoredRecord> recordsThat(Predicate<StoredRecord> wanted) {
        return records.values().stream().filter(wanted).sorted(BY_ID).toList();
    }

    @Override
    public List<StoredRecord> records(Collection<RecordRef> refs) {
        return recordsThat(record -> refs.contains(record.ref()));
    }

    @Override
    public List<StoredRecord> withKeys(EntityType type, Collection<MatchKey> keys, int atMostForEach) {
        Set<StoredRecord> found = new LinkedHashSet<>();
        for (MatchKey key : keys) {
            recordsThat(record -> record.isLive()
                            && record.ref().type().equals(type)
                            && record.keys().contains(key))
                    .stream()
                    .limit(atMostForEach)
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }

    @Override
    public List<StoredRecord> members(Collection<GoldenId> ids) {
        return recordsThat(record -> record.golden() != null && ids.contains(record.golden()));
    }

    @Override
    public List<StoredRecord> recordsAfter(SystemName system, EntityType type, @Nullable String id, int limit) {
        return page(system, type, id, limit, record -> true);
    }

    @Override
    public List<StoredRecord> notListed(
            SystemName system, EntityType type, long listing, @Nullable String id, int limit) {
        return page(system, type, id, limit, record -> record.isLive() && record.listing() < listing);
    }

    private List<StoredRecord> page(
            SystemName system, EntityType type, @Nullable String id, int limit, Predicate<StoredRecord> wanted) {
        return recordsThat(record -> isOf(record, system, type) && wanted.test(record)).stream()
                .filter(record -> id == null
                        || Arrays.compareUnsigned(
                                        record.ref().id().getBytes(StandardCharsets.UTF_8),
                                        id.getBytes(StandardCharsets.UTF_8))
                                > 0)
                .limit(limit)
                .toList();
    }

    private static boolean isOf(StoredRecord record, SystemName system, EntityType type) {
        return record.ref().system().equals(system) && record.ref().type().equals(type);
    }

    @Override
    public long liveRecords(SystemName system, EntityType type) {
        return recordsThat(record -> record.isLive() && isOf(record, system, type))
                .size();
    }

    @Override
    public List<Link> links(Collection<RecordRef> refs) {
        return links.stream()
                .filter(link -> refs.contains(link.first()) || refs.contains(link.second()))
                .toList();
    }

    @Override
    public List<StoredGolden> goldens(Collection<GoldenId> ids) {
        return goldens.values().stream()
                .filter(golden -> ids.contains(golden.id()))
                .toList();
    }

    @Override
    public List<StoredGolden> goldensAfter(long sequence, int limit) {
        return goldens.values().stream()
                .filter(golden -> golden.sequence() > sequence)
                .sorted(Comparator.comparing(StoredGolden::sequence))
                .limit(limit)
                .toList();
    }

    @Override
    public long lastSequence() {
        return goldens.values().stream().mapToLong(StoredGolden::sequence).max().orElse(0);
    }

    private Stream<StoredGolden> liveGoldens(EntityType type) {
        return goldens.values().stream()
                .filter(golden -> !golden.removed())
                .filter(golden -> golden.values().schema().type().equals(type));
    }

    @Override
    public long goldens(EntityType type) {
        return liveGoldens(type).count();
    }

    @Override
    public Optional<ReadState> reading(SystemName system, EntityType type) {
        return Optional.ofNullable(readings.get(List.of(system, type)));
    }

    @Override
    public List<PendingComparison> tasks(SystemName system, EntityType type, @Nullable GoldenId after, int limit) {
        return tasks.stream()
                .filter(task -> task.system().equals(system) && task.type().equals(type))
                .filter(task -> after == null || task.golden().compareTo(after) > 0)
                .sorted(Comparator.comparing(PendingComparison::golden))
                .limit(limit)
                .toList();
    }

    @Override
    public long tasks(SystemName system, EntityType type) {
        return tasks(system, type, null, Integer.MAX_VALUE).size();
    }

    private Stream<Parked> parkedByAge() {
        return parked.values().stream().sorted(Comparator.comparing(Parked::since));
    }

    @Override
    public List<Parked> parked(SystemName system, EntityType type, Collection<GoldenId> ids) {
        return parkedByAge()
                .filter(entry -> entry.system().equals(system) && entry.type().equals(type))
                .filter(entry -> ids.contains(entry.golden()))
                .toList();
    }

    @Override
    public List<Parked> parked(GoldenId golden) {
        return parkedByAge().filter(entry -> entry.golden().equals(golden)).toList();
    }

    @Override
    public List<Parked> parked(@Nullable Parked after, int limit) {
        return parkedByAge()
                .filter(entry -> after == null || Parked.OLDEST_FIRST.compare(entry, after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public long parkedCount() {
        return parked.size();
    }

    @Override
    public List<Intent> intents(SystemName system, EntityType type, Collection<GoldenId> ids) {
        return intents(system, type).stream()
                .filter(intent -> ids.contains(intent.golden()))
                .toList();
    }

    @Override
    public List<Intent> intents(SystemName system, EntityType type) {
        return intents().stream()
                .filter(intent ->
                        intent.system().equals(system) && intent.type().equals(type))
                .toList();
    }

    @Override
    public List<Intent> intents() {
        return intents.values().stream()
                .sorted(Comparator.comparing(Intent::since))
                .toList();
    }

    @Override
    public List<AuditEntry> audit(long skip, int limit) {
        List<AuditEntry> newestFirst = new ArrayList<>();
        audit.forEach(entry -> newestFirst.add(0, entry));
        return newestFirst.stream().skip(skip).limit(limit).toList();
    }

    @Override
    public List<AuditEntry> audit(String run, long skip, int limit) {
        return audit(0, Integer.MAX_VALUE).stream()
                .filter(entry -> entry.run().equals(run))
                .skip(skip)
                .limit(limit)
                .toList();
    }

    @Override
    public List<AuditEntry> audit(Collection<RecordRef> records, int limit) {
        Map<RecordRef, Integer> found = new HashMap<>();
        return audit(0, Integer.MAX_VALUE).stream()
                .filter(entry -> entry.recordId() != null && !entry.recordId().isEmpty())
                .filter(entry -> {
                    RecordRef about = new RecordRef(entry.system(), entry.type(), String.valueOf(entry.recordId()));
                    return records.contains(about) && found.merge(about, 1, Integer::sum) <= limit;
                })
                .sorted(Comparator.comparing(AuditEntry::time).reversed())
                .toList();
    }

    @Override
    public Set<String> erased(Collection<String> fingerprints) {
        return fingerprints.stream().filter(erased::contains).collect(Collectors.toSet());
    }

    @Override
    public List<Erasure> erasures() {
        return erasures.values().stream()
                .sorted(Comparator.comparing(Erasure::since).thenComparing(Erasure::record))
                .toList();
    }

    @Override
    public <T extends EngineState> Optional<T> state(StateKey<T> key) {
        return Optional.ofNullable(states.get(key)).map(key.valueType()::cast);
    }

    @Override
    public Map<SystemName, Map<EntityType, Long>> counts() {
        Map<SystemName, Map<EntityType, Long>> counts = new HashMap<>();
        recordsThat(StoredRecord::isLive)
                .forEach(record -> counts.computeIfAbsent(record.ref().system(), first -> new HashMap<>())
                        .merge(record.ref().type(), 1L, Long::sum));
        return counts;
    }

    @Override
    public void commit(Commit commit) {
        forget(commit);
        commit.records().forEach(record -> records.put(record.ref(), record));
        for (Commit.Listed listed : commit.listed()) {
            records.replaceAll((ref, record) ->
                    isOf(record, listed.system(), listed.type()) && listed.ids().contains(ref.id())
                            ? record.listedIn(listed.listing())
                            : record);
        }
        links.removeAll(commit.linksRemoved());
        links.addAll(commit.linksAdded());
        commit.goldens().forEach(golden -> goldens.put(golden.id(), golden));
        tasks.removeAll(commit.tasksDone());
        tasks.addAll(commit.tasksAdded());
        commit.tasksForAll()
                .forEach(all -> liveGoldens(all.type())
                        .forEach(golden -> tasks.add(new PendingComparison(all.system(), all.type(), golden.id()))));
        commit.readings().forEach(readState -> readings.put(List.of(readState.system(), readState.type()), readState));
        parked.keySet().removeAll(commit.unparked());
        commit.parked().forEach(entry -> parked.put(entry.key(), entry));
        intents.keySet().removeAll(commit.intentsClosed());
        commit.intents().forEach(intent -> intents.put(intent.operation(), intent));
        audit.addAll(commit.audit());
        states.keySet().removeAll(commit.statesRemoved());
        states.putAll(commit.states());
        erased.removeAll(commit.readmitted());
        erased.addAll(commit.erased());
        erasures.keySet().removeAll(commit.erasuresSettled());
        commit.erasures().forEach(erasure -> erasures.put(erasure.record(), erasure));
    }

    private void forget(Commit commit) {
        Set<RecordRef> refs = commit.recordsForgotten();
        Set<GoldenId> ids = commit.goldensForgotten();
        records.keySet().removeAll(refs);
        links.removeIf(link -> refs.contains(link.first()) || refs.contains(link.second()));
        tasks.removeIf(task -> ids.contains(task.golden()));
        parked.keySet().removeIf(key -> ids.contains(key.golden()));
        intents.values().removeIf(intent -> ids.contains(intent.golden()));
        audit.replaceAll(entry -> ids.contains(entry.golden())
                        || refs.stream()
                                .anyMatch(ref -> ref.system().equals(entry.system())
                                        && ref.type().equals(entry.type())
                                        && ref.id().equals(entry.recordId()))
                ? entry.withoutValues()
                : entry);
    }

    @Override
    public void close() {
        records.clear();
    }
}

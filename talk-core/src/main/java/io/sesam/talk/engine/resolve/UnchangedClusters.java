package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.observe.SeveralAddresses;
import io.sesam.talk.engine.quality.QualityTally;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Storing of written records whose clusters stay as they are, without resolving them.
 *
 * <p>Talk mostly writes what a golden record already has: no record changes its cluster by that, and no golden value
 * changes. Only the plainest clusters are judged here, in which each record is live and from a system of its own. The
 * result is that of the {@link Resolver}, which everything else is left to.
 */
final class UnchangedClusters {
    private final Store store;
    private final TypePolicy policy;
    private final References references;
    private final int[] matched;
    private final Map<GoldenId, Settled> settled = new LinkedHashMap<>();

    /** A written record in its cluster. */
    private record Settled(
            StoredRecord record,
            StoredGolden before,
            GoldenRecord earlier,
            GoldenRecord golden,
            Collection<Link> links) {}

    UnchangedClusters(Store store, TypePolicy policy, References references) {
        this.store = store;
        this.policy = policy;
        this.references = references;
        this.matched = policy.rules().rules().stream()
                .map(MatchRule::properties)
                .flatMap(List::stream)
                .mapToInt(policy.schema()::index)
                .distinct()
                .toArray();
    }

    /**
     * Judges written records.
     *
     * @param written the new stored states with their match keys
     * @param links links from inserted records to their origins
     * @param concerned records that lose a link
     */
    void judge(List<StoredRecord> written, Collection<Link> links, Set<RecordRef> concerned) {
        Map<GoldenId, List<StoredRecord>> byGolden = new LinkedHashMap<>();
        for (StoredRecord record : written) {
            GoldenId golden = record.golden();
            if (golden != null) {
                byGolden.computeIfAbsent(golden, id -> new ArrayList<>(1)).add(record);
            }
        }
        byGolden.values().removeIf(records -> records.size() > 1 || !isPlain(records.get(0)));
        Map<RecordRef, List<Link>> linksOf = new HashMap<>();
        for (Link link : links) {
            linksOf.computeIfAbsent(link.first(), ref -> new ArrayList<>(1)).add(link);
            linksOf.computeIfAbsent(link.second(), ref -> new ArrayList<>(1)).add(link);
        }
        Map<GoldenId, List<StoredRecord>> members = members(byGolden.keySet());
        Map<GoldenId, StoredGolden> goldens = new HashMap<>();
        store.goldens(byGolden.keySet()).forEach(golden -> goldens.put(golden.id(), golden));
        Map<GoldenId, Settled> inserted = new LinkedHashMap<>();
        byGolden.forEach((id, records) -> {
            StoredRecord record = records.get(0);
            StoredGolden golden = goldens.get(id);
            List<StoredRecord> others = members.getOrDefault(id, List.of());
            if (golden == null || golden.removed() || golden.members() != others.size() || !arePlain(others)) {
                return;
            }
            StoredRecord before = take(record.ref(), others);
            List<Link> own = linksOf.getOrDefault(record.ref(), List.of());
            boolean isSame = before == null ? isInsert(record, own, others) : own.isEmpty() && isUpdate(before, record);
            boolean isTouched = concerned.contains(record.ref())
                    || others.stream()
                            .anyMatch(other -> concerned.contains(other.ref())
                                    || linksOf.getOrDefault(other.ref(), List.of()).stream()
                                            .anyMatch(link -> !own.contains(link)));
            if (!isSame || isTouched) {
                return;
            }
            GoldenRecord merged = merged(id, record, others);
            if (merged.values().equals(golden.values())) {
                GoldenRecord earlier = merged(id, before, others);
                (before == null ? inserted : settled).put(id, new Settled(record, golden, earlier, merged, own));
            }
        });
        settled.putAll(withoutOutsiders(inserted, members));
    }

    /** Returns the references of the records that need no resolution. */
    Set<RecordRef> records() {
        Set<RecordRef> refs = new HashSet<>();
        settled.values().forEach(one -> refs.add(one.record().ref()));
        return refs;
    }

    /** Checks whether a component to be resolved contains one of the clusters. */
    boolean touch(Collection<AffectedCluster.Node> nodes) {
        return !settled.isEmpty()
                && nodes.stream().anyMatch(node -> node.now.golden() != null && settled.containsKey(node.now.golden()));
    }

    /**
     * Adds the records and their golden records to a commit. Returns what they count more than before.
     *
     * @param seen the last change that a sink may have seen: a golden record that changed since then needs no new number
     */
    QualityTally settle(LongSupplier sequence, long seen, Commit commit) {
        QualityTally counted = new QualityTally(policy.schema());
        settled.forEach((id, one) -> {
            GoldenRecord golden = one.golden();
            StoredGolden before = one.before();
            boolean isUnseen = before.sequence() > seen;
            one.links().forEach(commit::add);
            if (!isUnseen || before.members() != golden.size()) {
                long number = isUnseen ? before.sequence() : sequence.getAsLong();
                commit.put(ClusterCommit.stored(golden, number, before.founded(), before.other()));
            }
            commit.put(one.record());
            counted.remove(one.earlier());
            counted.add(golden);
        });
        return counted;
    }

    private Map<GoldenId, List<StoredRecord>> members(Set<GoldenId> goldens) {
        Map<GoldenId, List<StoredRecord>> members = new HashMap<>();
        if (!goldens.isEmpty()) {
            for (StoredRecord member : references.normalize(store.members(goldens))) {
                members.computeIfAbsent(member.golden(), id -> new ArrayList<>(4))
                        .add(member);
            }
        }
        return members;
    }

    private static @Nullable StoredRecord take(RecordRef ref, List<StoredRecord> members) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).ref().equals(ref)) {
                return members.remove(i);
            }
        }
        return null;
    }

    /** Checks whether all records are plain, and none shares its system. */
    private static boolean arePlain(List<StoredRecord> members) {
        for (int i = 0; i < members.size(); i++) {
            if (!isPlain(members.get(i))) {
                return false;
            }
            for (int j = 0; j < i; j++) {
                if (members.get(i).ref().system().equals(members.get(j).ref().system())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Checks whether a record is live, stands in no oversized cluster, and has no mark that others of its cluster change. */
    private static boolean isPlain(StoredRecord stored) {
        SourceRecord record = stored.record();
        if (!stored.isLive() || stored.parked() || SeveralAddresses.in(record)) {
            return false;
        }
        for (int i = 0; i < record.rawValues().schema().size(); i++) {
            if (record.has(i, Stamps.ENRICHED | Stamps.FOREIGN | Stamps.AGREED)) {
                return false;
            }
        }
        return true;
    }

    /** Checks whether an update leaves alone what decides about clusters. */
    private boolean isUpdate(StoredRecord before, StoredRecord now) {
        SourceRecord old = before.record();
        SourceRecord record = now.record();
        if (!before.keys().equals(now.keys())
                || old.firstSeen() != record.firstSeen()
                || !old.matchValues().equals(record.matchValues())) {
            return false;
        }
        for (int index : matched) {
            if (old.time(index) != record.time(index)
                    || old.stamps().marks(index) != record.stamps().marks(index)) {
                return false;
            }
        }
        return true;
    }

    /** Checks whether a new record is the youngest of its cluster and has no other match keys than that. */
    private boolean isInsert(StoredRecord now, List<Link> own, List<StoredRecord> others) {
        if (own.size() != 1
                || own.get(0).origin() != Link.Origin.CREATED
                || others.size() >= policy.rules().maxRecords()
                || policy.rules().maxOfOneSystem() < 1
                || !now.record().matchValues().isEmpty()) {
            return false;
        }
        Link link = own.get(0);
        RecordRef origin = link.first().equals(now.ref()) ? link.second() : link.first();
        SystemName system = now.ref().system();
        boolean isLinked = false;
        Set<MatchKey> held = new HashSet<>();
        for (StoredRecord other : others) {
            isLinked |= other.ref().equals(origin);
            held.addAll(other.keys());
            if (other.ref().system().equals(system) || now.record().isOlderThan(other.record())) {
                return false;
            }
        }
        Set<MatchKey> keys = keys(now);
        return isLinked && !keys.isEmpty() && held.containsAll(keys) && areEchoes(now.record());
    }

    private boolean areEchoes(SourceRecord record) {
        for (int index : matched) {
            if (record.rawValues().slot(index) != null && !record.has(index, Stamps.ECHO)) {
                return false;
            }
        }
        return true;
    }

    private GoldenRecord merged(GoldenId id, @Nullable StoredRecord record, List<StoredRecord> others) {
        SourceRecord[] members = new SourceRecord[others.size() + (record == null ? 0 : 1)];
        for (int i = 0; i < others.size(); i++) {
            members[i] = others.get(i).record();
        }
        if (record != null) {
            members[others.size()] = record.record();
        }
        Arrays.sort(members, SourceRecord.OLDEST_FIRST);
        return policy.survivorship().merge(id, members);
    }

    /** Selects the inserted records whose match keys no record of another cluster has. */
    private Map<GoldenId, Settled> withoutOutsiders(
            Map<GoldenId, Settled> inserted, Map<GoldenId, List<StoredRecord>> members) {
        Map<MatchKey, GoldenId> owners = new HashMap<>();
        Set<GoldenId> shared = new HashSet<>();
        inserted.forEach((id, one) -> keys(one.record()).forEach(key -> {
            GoldenId other = owners.put(key, id);
            if (other != null) {
                shared.add(id);
                shared.add(other);
            }
        }));
        if (owners.isEmpty()) {
            return Map.of();
        }
        int enough = 1 + members.values().stream().mapToInt(List::size).max().orElse(0);
        for (StoredRecord holder : store.withKeys(policy.type(), owners.keySet(), enough + 1)) {
            for (MatchKey key : holder.keys()) {
                GoldenId owner = owners.get(key);
                if (owner != null && !owner.equals(holder.golden())) {
                    shared.add(owner);
                }
            }
        }
        Map<GoldenId, Settled> alone = new LinkedHashMap<>(inserted);
        alone.keySet().removeAll(shared);
        return alone;
    }

    /** Returns the match keys that join records. */
    private static Set<MatchKey> keys(StoredRecord record) {
        Set<MatchKey> keys = new HashSet<>();
        for (MatchKey key : record.keys()) {
            if (!References.isIndex(key)) {
                keys.add(key);
            }
        }
        return keys;
    }
}

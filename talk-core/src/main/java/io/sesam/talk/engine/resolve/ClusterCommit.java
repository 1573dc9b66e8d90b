package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.observe.SeveralAddresses;
import io.sesam.talk.engine.quality.QualityTally;
import io.sesam.talk.engine.resolve.AffectedCluster.Node;
import io.sesam.talk.engine.resolve.Partition.Part;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Conversion of resolved clusters into a commit. */
final class ClusterCommit {
    private final Store store;
    private final TypePolicy policy;
    private final LongSupplier sequence;
    private final boolean watching;
    private final AffectedCluster cluster;
    private final Collection<SystemName> targets;
    private final Instant now;
    private final Commit commit;
    private final Map<GoldenId, StoredGolden> existing = new HashMap<>();
    private final Map<GoldenId, List<Node>> before = new HashMap<>();
    private final Set<GoldenId> kept = new HashSet<>();
    private final Map<GoldenId, GoldenId> movedTo = new HashMap<>();
    private final Map<RecordRef, GoldenId> moved = new HashMap<>();
    private final List<GoldenRecord> upserted = new ArrayList<>();
    private final QualityTally counted;
    /** The only golden record that members of another one moved to, if that other one had none before; else none. */
    private final Map<GoldenId, List<GoldenRecord>> successors = new HashMap<>();

    private int created;
    private int updated;
    private int split;

    /**
     * Creates the conversion of one component.
     *
     * @param watching whether merging updates the marks of records; otherwise they stay as given
     */
    ClusterCommit(
            Store store,
            TypePolicy policy,
            LongSupplier sequence,
            boolean watching,
            AffectedCluster cluster,
            Collection<SystemName> targets,
            Instant now,
            Commit commit) {
        this.store = store;
        this.policy = policy;
        this.sequence = sequence;
        this.watching = watching;
        this.cluster = cluster;
        this.targets = targets;
        this.now = now;
        this.commit = commit;
        this.counted = new QualityTally(policy.schema());
    }

    ClusterChanges settle(List<Part> parts) {
        Set<GoldenId> previous = new HashSet<>();
        for (Node node : cluster.nodes().values()) {
            addIfPresent(previous, node.complete ? node.now.golden() : null);
        }
        for (Node node : watching ? cluster.nodes().values() : List.<Node>of()) {
            GoldenId golden = node.now.golden();
            if (golden != null) {
                before.computeIfAbsent(golden, id -> new ArrayList<>(2)).add(node);
            }
        }
        Set<GoldenId> all = new HashSet<>(previous);
        parts.forEach(part -> all.add(idOf(part)));
        store.goldens(all).forEach(golden -> existing.put(golden.id(), golden));
        parts.stream()
                .filter(part -> part.nodes().stream().allMatch(node -> node.complete))
                .forEach(this::settle);
        previous.removeAll(kept);
        retryWaiting(parts);
        return remove(previous);
    }

    /** Retries refused writes of records that hold a match key which another record has just lost (R8, R22). */
    private void retryWaiting(List<Part> parts) {
        Map<SystemName, Set<MatchKey>> freed = new HashMap<>();
        for (Node node : cluster.nodes().values()) {
            Set<MatchKey> lost = KeyBonds.lost(node);
            if (!lost.isEmpty()) {
                freed.computeIfAbsent(node.now.ref().system(), system -> new HashSet<>())
                        .addAll(lost);
            }
        }
        freed.forEach((system, keys) -> {
            Set<GoldenId> waiting = new HashSet<>();
            for (Part part : parts) {
                if (part.nodes().stream()
                        .anyMatch(node ->
                                node.isLive() && node.now.keys().stream().anyMatch(keys::contains))) {
                    waiting.add(idOf(part));
                }
            }
            if (!waiting.isEmpty()) {
                store.parked(system, policy.type(), waiting).forEach(this::retry);
                List.copyOf(commit.parked()).stream()
                        .filter(parked -> parked.system().equals(system) && waiting.contains(parked.golden()))
                        .forEach(this::retry);
            }
        });
    }

    private void retry(Parked parked) {
        if (parked.kind() == Parked.Kind.WRITE) {
            commit.unpark(parked.key());
            commit.add(new PendingComparison(parked.system(), policy.type(), parked.golden()));
        }
    }

    private void settle(Part part) {
        List<Node> live = part.nodes().stream().filter(Node::isLive).toList();
        if (live.stream().allMatch(Node::isEnrichment)) {
            part.nodes().stream()
                    .filter(node -> node.changed && !node.isEnrichment())
                    .forEach(this::rememberGone);
            part.nodes().stream().filter(Node::isEnrichment).forEach(this::withdraw);
            return;
        }
        GoldenId id = idOf(part);
        kept.add(id);
        for (Node node : part.nodes()) {
            GoldenId from = node.now.golden();
            if (node.isLive() && !node.isEnrichment() && from != null && !from.equals(id)) {
                movedTo.putIfAbsent(from, id);
            }
        }
        if (isTouched(part, id)) {
            bring(part, live, id);
        }
    }

    private void rememberGone(Node node) {
        GoldenId golden = node.now.golden();
        if (golden != null) {
            notePark(node, golden, false);
            noteSeveral(node, golden);
        }
        commit.put(node.now);
    }

    /** Withdraws an enricher's answer that no record carries (R31). */
    private void withdraw(Node node) {
        if (node.isLive() || node.changed) {
            commit.put(Resolver.gone(node.now));
        }
    }

    private boolean isTouched(Part part, GoldenId id) {
        StoredGolden stored = existing.get(id);
        int members = (int) part.nodes().stream().filter(Node::isLive).count();
        return stored == null
                || stored.removed()
                || stored.members() != members
                || part.nodes().stream()
                        .anyMatch(node -> node.changed
                                || !id.equals(node.now.golden())
                                || node.isLive() && !node.isEnrichment() && node.now.parked() != part.parked());
    }

    private void bring(Part part, List<Node> live, GoldenId id) {
        boolean joins = watching
                && live.stream()
                                .filter(node -> !node.isEnrichment())
                                .map(node -> node.now.golden())
                                .distinct()
                                .count()
                        > 1;
        SourceRecord[] members = new SourceRecord[live.size()];
        SplitValues splitValues = new SplitValues(store, part.nodes(), before);
        for (int i = 0; i < members.length; i++) {
            SourceRecord record = splitValues.withdraw(live.get(i).now.record());
            members[i] = joins ? ClusterFlags.withoutEdits(record, isLinked(live, live.get(i))) : record;
        }
        GoldenRecord golden = policy.survivorship().merge(id, members);
        upserted.add(golden);
        long number = sequence.getAsLong();
        StoredGolden stored = existing.get(id);
        commit.put(
                stored == null || stored.removed()
                        ? stored(golden, number, number, splitFrom(part))
                        : stored(golden, number, stored.founded(), stored.other()));
        SourceRecord[] confirmed = watching ? confirmed(members, golden) : members;
        rememberMembers(part, golden, watching ? ClusterFlags.withoutOutdatedAgreements(confirmed, golden) : members);
        if (watching) {
            counted.add(
                    isSame(confirmed, members) ? golden : policy.survivorship().merge(id, confirmed.clone()));
        }
        count(part, golden);
        targets.forEach(target -> commit.add(new PendingComparison(target, policy.type(), id)));
    }

    @SuppressWarnings("ArrayEquals") // a confirmation makes a new array, and nothing else does
    private static boolean isSame(SourceRecord[] confirmed, SourceRecord[] members) {
        return confirmed == members;
    }

    /** Checks whether a record and one of another system belonged together before. */
    private static boolean isLinked(List<Node> live, Node node) {
        GoldenId golden = node.now.golden();
        return golden != null
                && live.stream()
                        .anyMatch(other -> golden.equals(other.now.golden())
                                && !other.isEnrichment()
                                && !other.now
                                        .ref()
                                        .system()
                                        .equals(node.now.ref().system()));
    }

    private SourceRecord[] confirmed(SourceRecord[] members, GoldenRecord golden) {
        return ClusterFlags.withConfirmations(members, golden, () -> isUnanswered(golden.id()));
    }

    private boolean isUnanswered(GoldenId id) {
        return store.intents().stream()
                .anyMatch(intent -> intent.isInsert() && intent.golden().equals(id));
    }

    /** Returns a golden record that live records of another one made; {@code null} when none of them had one. */
    private static @Nullable GoldenId splitFrom(Part part) {
        return part.nodes().stream()
                .filter(node -> node.isLive() && !node.isEnrichment())
                .map(node -> node.now.golden())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    static StoredGolden stored(GoldenRecord golden, long number, long founded, @Nullable GoldenId other) {
        return new StoredGolden(
                golden.id(), golden.values(), golden.size(), number, false, systems(golden), founded, other);
    }

    private static GoldenSystems systems(GoldenRecord golden) {
        List<RecordRef> refs = new ArrayList<>(golden.size());
        for (int i = 0; i < golden.size(); i++) {
            refs.add(golden.member(i).ref());
        }
        return GoldenSystems.of(refs);
    }

    private void rememberMembers(Part part, GoldenRecord golden, SourceRecord[] members) {
        Map<RecordRef, SourceRecord> marked = new HashMap<>();
        for (SourceRecord member : members) {
            marked.put(member.ref(), member);
        }
        for (Node node : part.nodes()) {
            SourceRecord record = marked.getOrDefault(node.now.ref(), node.now.record());
            boolean parked = node.isLive() && !node.isEnrichment() && part.parked();
            if (node.changed
                    || isRemade(record, node.now.record())
                    || parked != node.now.parked()
                    || !golden.id().equals(node.now.golden())) {
                if (!golden.id().equals(node.now.golden())) {
                    moved.put(node.now.ref(), golden.id());
                }
                notePark(node, golden.id(), parked);
                noteSeveral(node, golden.id());
                commit.put(Resolver.with(node.now, record, golden.id(), parked));
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a mark makes a new object, and nothing else does
    private static boolean isRemade(SourceRecord record, SourceRecord original) {
        return record != original;
    }

    private void notePark(Node node, GoldenId id, boolean parked) {
        RecordRef ref = node.now.ref();
        GoldenId before = node.now.golden();
        if (node.wasParked() && before != null && (!parked || !before.equals(id))) {
            commit.unpark(new Parked.Key(ref.system(), ref.type(), before, ref.id()));
        }
        if (parked) {
            commit.put(Parked.builder()
                    .system(ref.system())
                    .type(ref.type())
                    .golden(id)
                    .recordId(ref.id())
                    .reason("shares a match key with too many records (more than "
                            + policy.rules().maxRecords() + ", or "
                            + policy.rules().maxOfOneSystem()
                            + " of one system) and is not merged; ignore the key, link by hand, or raise the limit")
                    .kind(Parked.Kind.OVERSIZED_CLUSTER)
                    .since(now)
                    .build());
        }
    }

    /** Parks a record with several addresses in one field, and ends that when the field is corrected (R5). */
    private void noteSeveral(Node node, GoldenId id) {
        RecordRef ref = node.now.ref();
        GoldenId before = node.now.golden();
        boolean several = node.isLive() && SeveralAddresses.in(node.now.record());
        boolean had = SeveralAddresses.in((node.before == null ? node.now : node.before).record());
        if (before != null && had && (!several || !id.equals(before))) {
            commit.unpark(new Parked.Key(ref.system(), ref.type(), before, ref.id()));
        }
        if (several) {
            commit.put(Parked.builder()
                    .system(ref.system())
                    .type(ref.type())
                    .golden(id)
                    .recordId(ref.id())
                    .reason(SeveralAddresses.REASON)
                    .kind(Parked.Kind.SEVERAL_ADDRESSES)
                    .since(now)
                    .build());
        }
    }

    private void count(Part part, GoldenRecord golden) {
        StoredGolden before = existing.get(golden.id());
        if (before != null && !before.removed()) {
            updated += isWorthTelling(before.values(), golden.values()) ? 1 : 0;
        } else if (part.nodes().stream().anyMatch(node -> node.now.golden() != null && node.isLive())) {
            split++;
            Set<GoldenId> from = new HashSet<>();
            part.nodes().stream()
                    .filter(node -> node.isLive() && !node.isEnrichment())
                    .forEach(node -> addIfPresent(from, node.now.golden()));
            if (from.size() == 1) {
                successors.merge(from.iterator().next(), List.of(golden), (some, more) -> List.of());
            }
        } else {
            created++;
        }
    }

    /** Checks whether a golden value changed. Unknown and blank count as equal here. */
    private static boolean isWorthTelling(Fields before, Fields now) {
        for (int i = 0; i < now.schema().size(); i++) {
            if ((before.isKnown(i) || now.isKnown(i)) && !Objects.equals(before.slot(i), now.slot(i))) {
                return true;
            }
        }
        return false;
    }

    /** Removes golden records without members: these moved elsewhere or were deleted. */
    private ClusterChanges remove(Set<GoldenId> left) {
        List<GoldenId> removed = new ArrayList<>();
        int joined = 0;
        int renames = 0;
        for (GoldenId id : left) {
            StoredGolden stored = existing.get(id);
            if (stored != null && !stored.removed()) {
                commit.put(stored.asRemoved(stored.values(), sequence.getAsLong(), movedTo.get(id)));
                removed.add(id);
                int renamed = renamed(stored);
                split -= renamed;
                joined += movedTo.containsKey(id) ? 1 : 0;
                joined -= renamed;
                renames += renamed;
            }
        }
        if (!removed.isEmpty()) {
            moveWhatIsOpen(removed);
        }
        int gone = removed.size() - joined - renames;
        if (watching) {
            discount(removed);
        }
        return new ClusterChanges(upserted, removed, created, updated, gone, joined, split, moved, counted);
    }

    /** Takes away what the changed and removed golden records counted before. */
    private void discount(List<GoldenId> removed) {
        Map<GoldenId, List<SourceRecord>> former = new HashMap<>();
        upserted.forEach(golden -> former.put(golden.id(), new ArrayList<>(2)));
        removed.forEach(id -> former.put(id, new ArrayList<>(2)));
        for (Node node : cluster.nodes().values()) {
            StoredRecord old = node.changed ? node.before : node.now;
            if (old != null && old.isLive() && old.golden() != null && former.containsKey(old.golden())) {
                former.getOrDefault(old.golden(), List.of()).add(Normalizer.normalize(old.record()));
            }
        }
        former.forEach((id, members) -> {
            if (!members.isEmpty()) {
                members.sort(SourceRecord.OLDEST_FIRST);
                counted.remove(policy.survivorship().merge(id, members.toArray(SourceRecord[]::new)));
            }
        });
    }

    /**
     * Returns 1 for a removed golden record that lives on under another id, because an older record was read later. It
     * was neither joined nor split.
     */
    private int renamed(StoredGolden old) {
        GoldenId heir = movedTo.get(old.id());
        for (GoldenRecord successor : successors.getOrDefault(old.id(), List.of())) {
            if (successor.id().equals(heir)) {
                updated += isWorthTelling(old.values(), successor.values()) ? 1 : 0;
                return 1;
            }
        }
        return 0;
    }

    /** Removes parked writes of removed golden records. Their open intents move to the golden record that took over. */
    private void moveWhatIsOpen(List<GoldenId> removed) {
        for (SystemName target : targets) {
            store.parked(target, policy.type(), removed).stream()
                    .filter(parked -> parked.kind() == Parked.Kind.WRITE)
                    .forEach(parked -> commit.unpark(parked.key()));
        }
        for (Intent intent : store.intents()) {
            GoldenId heir = movedTo.get(intent.golden());
            if (heir != null
                    && removed.contains(intent.golden())
                    && !commit.intentsClosed().contains(intent.operation())) {
                commit.put(intent.forGolden(heir));
            }
        }
    }

    private static GoldenId idOf(Part part) {
        return GoldenId.foundedBy(part.nodes().get(0).now.ref());
    }

    private static void addIfPresent(Set<GoldenId> ids, @Nullable GoldenId id) {
        if (id != null) {
            ids.add(id);
        }
    }
}

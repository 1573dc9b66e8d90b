package io.sesam.talk.resolve;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.normalize.Normalizer;
import io.sesam.talk.resolve.Neighbourhood.Node;
import io.sesam.talk.resolve.Partition.Part;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.store.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Works out what changed records mean for clusters and golden records, and writes it into a commit.
 *
 * <p>The work is proportional to the changed records and those they hang together with, never to what exists. For one
 * thread at a time; what it was given must be committed before it is asked again.
 */
public final class Resolver {
    private final Store store;
    private final TypePolicy policy;
    private final LongSupplier sequence;
    private final boolean watching;
    private final References references;

    /** A resolver of one type; the sequence gives a greater number each time it is asked. */
    public Resolver(Store store, TypePolicy policy, LongSupplier sequence) {
        this(store, policy, sequence, true, References.of(store, policy.schema()));
    }

    private Resolver(Store store, TypePolicy policy, LongSupplier sequence, boolean watching, References references) {
        this.watching = watching;
        this.references = references;
        this.store = store;
        this.policy = policy;
        this.sequence = sequence;
    }

    /** One that takes the marks of records as they are given, and changes none. */
    static Resolver asGiven(Store store, TypePolicy policy, LongSupplier sequence) {
        return new Resolver(store, policy, sequence, false, References.of(store, policy.schema()));
    }

    /** The same, knowing of records of other types that belong to another golden record since (R38). */
    public Resolver knowing(Map<RecordRef, GoldenId> moved) {
        return new Resolver(store, policy, sequence, watching, references.knowing(moved));
    }

    /** The type that is resolved. */
    public EntityType type() {
        return policy.type();
    }

    /** Whether records of the type can point to records of another. */
    public boolean pointsTo(EntityType other) {
        return policy.schema().properties().stream()
                .anyMatch(property -> property.target().filter(other::equals).isPresent());
    }

    /** A record that is there, as it is to be remembered; the golden record and keys are worked out later. */
    public static StoredRecord live(SourceRecord record, @Nullable StoredRecord before, @Nullable String version) {
        return new StoredRecord(
                Normalizer.normalize(record),
                StoredRecord.Status.LIVE,
                before == null ? null : before.golden(),
                Set.of(),
                before != null && before.parked(),
                version,
                before == null ? 0 : before.listing());
    }

    /** The same record, gone. */
    public static StoredRecord gone(StoredRecord before) {
        return new StoredRecord(
                before.record(), StoredRecord.Status.GONE, before.golden(), Set.of(), false, null, before.listing());
    }

    /**
     * Resolves changed records and links.
     *
     * @param changed the records as they are to be remembered, no two for one reference
     * @param added links that are new
     * @param removed links that are no more
     * @param targets the systems that golden records are to be compared with; each changed one becomes a task for each
     * @param now the time that parked records are noted with
     * @param commit takes everything that follows
     */
    public Effects resolve(
            List<StoredRecord> changed,
            Collection<Link> added,
            Collection<Link> removed,
            Collection<SystemName> targets,
            Instant now,
            Commit commit) {
        if (changed.isEmpty() && added.isEmpty() && removed.isEmpty()) {
            return Effects.NONE;
        }
        List<StoredRecord> keyed =
                references.normalize(changed).stream().map(this::keyed).toList();
        Neighbourhood neighbourhood = new Neighbourhood(store, policy, references);
        neighbourhood.load(keyed, added, removed);
        added.forEach(commit::add);
        removed.forEach(commit::remove);
        List<Part> parts = Partition.of(neighbourhood.nodes().values(), neighbourhood.links(), policy.rules());
        return new Settling(neighbourhood, targets, now, commit).settle(parts);
    }

    private StoredRecord keyed(StoredRecord stored) {
        Set<StoredRecord.Key> keys = new HashSet<>();
        if (stored.isLive()) {
            keys.addAll(policy.keys(stored.record().values()));
            keys.addAll(references.keys(stored.record()));
        }
        return new StoredRecord(
                stored.record(),
                stored.status(),
                stored.golden(),
                keys,
                stored.parked(),
                stored.version(),
                stored.listing());
    }

    private static StoredRecord with(
            StoredRecord stored, SourceRecord record, @Nullable GoldenId golden, boolean parked) {
        return new StoredRecord(
                record, stored.status(), golden, stored.keys(), parked, stored.version(), stored.listing());
    }

    /** Brings the parts of one neighbourhood into the commit. */
    private final class Settling {
        private final Neighbourhood neighbourhood;
        private final Collection<SystemName> targets;
        private final Instant now;
        private final Commit commit;
        private final Map<GoldenId, StoredGolden> existing = new HashMap<>();
        private final Set<GoldenId> kept = new HashSet<>();
        private final Map<GoldenId, GoldenId> movedTo = new HashMap<>();
        private final Map<RecordRef, GoldenId> moved = new HashMap<>();
        private final List<GoldenRecord> upserted = new ArrayList<>();
        private int created;
        private int updated;
        private int split;

        Settling(Neighbourhood neighbourhood, Collection<SystemName> targets, Instant now, Commit commit) {
            this.neighbourhood = neighbourhood;
            this.targets = targets;
            this.now = now;
            this.commit = commit;
        }

        Effects settle(List<Part> parts) {
            Set<GoldenId> previous = new HashSet<>();
            for (Node node : neighbourhood.nodes().values()) {
                addIfPresent(previous, node.complete ? node.now.golden() : null);
            }
            Set<GoldenId> all = new HashSet<>(previous);
            parts.forEach(part -> all.add(idOf(part)));
            store.goldens(all).forEach(golden -> existing.put(golden.id(), golden));
            parts.stream()
                    .filter(part -> part.nodes().stream().allMatch(node -> node.complete))
                    .forEach(this::settle);
            previous.removeAll(kept);
            return remove(previous);
        }

        private void settle(Part part) {
            List<Node> live = part.nodes().stream().filter(Node::isLive).toList();
            if (live.isEmpty()) {
                part.nodes().stream().filter(node -> node.changed).forEach(this::rememberGone);
                return;
            }
            GoldenId id = idOf(part);
            kept.add(id);
            for (Node node : part.nodes()) {
                GoldenId from = node.now.golden();
                if (node.isLive() && from != null && !from.equals(id)) {
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
            }
            commit.put(node.now);
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
                                    || node.isLive() && node.now.parked() != part.parked());
        }

        private void bring(Part part, List<Node> live, GoldenId id) {
            boolean joins = watching
                    && live.stream().map(node -> node.now.golden()).distinct().count() > 1;
            SourceRecord[] members = new SourceRecord[live.size()];
            for (int i = 0; i < members.length; i++) {
                SourceRecord record = live.get(i).now.record();
                members[i] = joins ? Marks.withoutClears(record) : record;
            }
            GoldenRecord golden = policy.survivorship().merge(id, members);
            upserted.add(golden);
            long number = sequence.getAsLong();
            commit.put(stored(golden, number));
            rememberMembers(part, golden, watching ? Marks.withAgreements(members, golden.values()) : members);
            count(part, golden);
            targets.forEach(target -> commit.add(new Task(target, policy.type(), id)));
        }

        private StoredGolden stored(GoldenRecord golden, long number) {
            List<@Nullable RecordRef> winners = new ArrayList<>();
            for (int i = 0; i < policy.schema().size(); i++) {
                winners.add(
                        golden.winner(i) < 0
                                ? null
                                : golden.members().get(golden.winner(i)).ref());
            }
            return new StoredGolden(golden.id(), golden.values(), winners, golden.size(), number, false);
        }

        private void rememberMembers(Part part, GoldenRecord golden, SourceRecord[] members) {
            Map<RecordRef, SourceRecord> marked = new HashMap<>();
            for (SourceRecord member : members) {
                marked.put(member.ref(), member);
            }
            for (Node node : part.nodes()) {
                SourceRecord record = marked.getOrDefault(node.now.ref(), node.now.record());
                boolean parked = node.isLive() && part.parked();
                if (node.changed
                        || isRemade(record, node.now.record())
                        || parked != node.now.parked()
                        || !golden.id().equals(node.now.golden())) {
                    if (!golden.id().equals(node.now.golden())) {
                        moved.put(node.now.ref(), golden.id());
                    }
                    notePark(node, golden.id(), parked);
                    commit.put(with(node.now, record, golden.id(), parked));
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
                commit.put(new Parked(
                        ref.system(),
                        ref.type(),
                        id,
                        ref.id(),
                        "shares a match key with too many records (more than "
                                + policy.rules().maxRecords() + ", or "
                                + policy.rules().maxOfOneSystem()
                                + " of one system) and is not merged; ignore the key, link by hand, or raise the limit",
                        Parked.CROWD,
                        now));
            }
        }

        private void count(Part part, GoldenRecord golden) {
            StoredGolden before = existing.get(golden.id());
            if (before != null && !before.removed()) {
                updated += isWorthTelling(before.values(), golden.values()) ? 1 : 0;
            } else if (part.nodes().stream().anyMatch(node -> node.now.golden() != null && node.isLive())) {
                split++;
            } else {
                created++;
            }
        }

        /** Whether a value differs; that nobody says anything, and that somebody says it is empty, is the same news. */
        private static boolean isWorthTelling(Fields before, Fields now) {
            for (int i = 0; i < now.schema().size(); i++) {
                if ((before.isKnown(i) || now.isKnown(i)) && !Objects.equals(before.slot(i), now.slot(i))) {
                    return true;
                }
            }
            return false;
        }

        /** Golden records that nobody is left in: their records went elsewhere, or went altogether. */
        private Effects remove(Set<GoldenId> left) {
            List<GoldenId> removed = new ArrayList<>();
            int joined = 0;
            for (GoldenId id : left) {
                StoredGolden stored = existing.get(id);
                if (stored != null && !stored.removed()) {
                    commit.put(new StoredGolden(id, stored.values(), stored.winners(), 0, sequence.getAsLong(), true));
                    removed.add(id);
                    joined += movedTo.containsKey(id) ? 1 : 0;
                }
            }
            if (!removed.isEmpty()) {
                moveWhatIsOpen(removed);
            }
            return new Effects(upserted, removed, created, updated, removed.size() - joined, joined, split, moved);
        }

        /** What is parked for a golden record that is gone is forgotten; what is under way goes on for its heir. */
        private void moveWhatIsOpen(List<GoldenId> removed) {
            for (SystemName target : targets) {
                store.parked(target, policy.type(), removed).stream()
                        .filter(parked -> !Objects.equals(parked.fingerprint(), Parked.CROWD))
                        .forEach(parked -> commit.unpark(parked.key()));
                for (Intent intent : store.intents(target, policy.type(), removed)) {
                    GoldenId heir = movedTo.get(intent.golden());
                    if (heir != null) {
                        commit.put(intent.forGolden(heir));
                    }
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
}

package io.sesam.talk.merge;

import io.sesam.talk.engine.resolve.AffectedCluster;
import io.sesam.talk.engine.resolve.Partition;
import io.sesam.talk.engine.resolve.UnionFind;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merge of all records of a type at once.
 *
 * <p>Needs no engine and no store. Immutable and a pure function: the same records and links give the same result
 * in any order, and the same result as {@link IncrementalMerge}. Beside the records it uses a few words of memory
 * per record; golden records share their values with the source records where they can. The work runs on the JVM's
 * common pool, or on an executor of the caller's.
 */
public final class BulkMerge {
    private final TypePolicy policy;
    private final List<Link> links;
    private final @Nullable Executor executor;
    private final boolean refusingDuplicates;
    private final Duplicates duplicates;

    /**
     * The golden records of a bulk merge.
     *
     * @param goldens the golden records with their members, which are the crosswalk; in no defined order
     * @param parked records kept apart because their cluster would be oversized (R11); each has its own golden
     *     record
     */
    public record Result(List<GoldenRecord> goldens, Set<RecordRef> parked) {}

    private BulkMerge(TypePolicy policy, List<Link> links, @Nullable Executor executor, boolean refusingDuplicates) {
        this.policy = policy;
        this.links = links;
        this.executor = executor;
        this.refusingDuplicates = refusingDuplicates;
        this.duplicates = Duplicates.of(policy.schema());
    }

    /** Creates a merge with a policy. */
    public static BulkMerge of(TypePolicy policy) {
        return new BulkMerge(policy, List.of(), null, false);
    }

    /**
     * Returns this merge with links added. Links join records whatever their keys; those of origin {@link
     * Link.Origin#APART} keep records apart. Their order does not matter.
     */
    public BulkMerge linkedBy(Collection<Link> bonds) {
        return new BulkMerge(policy, List.copyOf(bonds), executor, refusingDuplicates);
    }

    /**
     * Returns this merge on an executor of the caller's. {@code Runnable::run} keeps all work in the calling thread. The
     * calling thread takes part, so the executor may be the one that it belongs to.
     */
    @Experimental
    public BulkMerge on(Executor helpers) {
        return new BulkMerge(policy, links, helpers, refusingDuplicates);
    }

    /** Returns this merge, refusing two records with one reference instead of choosing by {@link Duplicates}. */
    @Experimental
    public BulkMerge refusingDuplicates() {
        return new BulkMerge(policy, links, executor, true);
    }

    /**
     * Merges a stream of records. Of several with one reference, {@link Duplicates} decides which counts.
     *
     * @throws TalkException UNREADABLE when {@link #refusingDuplicates()} finds two with one reference
     */
    public Result merge(Stream<SourceRecord> records) {
        return merge(records.toArray(SourceRecord[]::new));
    }

    /**
     * Merges records of an iterable. Of several with one reference, {@link Duplicates} decides which counts.
     *
     * @throws TalkException UNREADABLE when {@link #refusingDuplicates()} finds two with one reference
     */
    public Result merge(Iterable<SourceRecord> records) {
        if (records instanceof Collection<SourceRecord> collection) {
            return merge(collection.toArray(SourceRecord[]::new));
        }
        List<SourceRecord> all = new ArrayList<>();
        records.forEach(all::add);
        return merge(all.toArray(SourceRecord[]::new));
    }

    private Result merge(SourceRecord[] given) {
        Rows rows = new Rows(given);
        RefTable refs = rows.index();
        if (refs.size() < given.length) {
            rows = new Rows(refs.records());
            refs = rows.index();
        }
        UnionFind components = new UnionFind(refs.size());
        rows.bind(components);
        Map<Integer, List<Link>> linksByComponent = bindByLinks(refs, components);
        return new Emission(rows.records, components, linksByComponent).emit();
    }

    /** The records in normal form with what finds their equals; prepared by all threads. */
    private final class Rows {
        private final SourceRecord[] records;
        private final int[] refs;
        private final KeyTable[] keys;
        private final List<Map<Integer, List<String>>> further = new ArrayList<>();

        Rows(SourceRecord[] given) {
            this.records = new SourceRecord[given.length];
            this.refs = new int[given.length];
            List<MatchRule> rules = policy.rules().rules();
            this.keys = new KeyTable[rules.size()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = new KeyTable(given.length);
                further.add(new ConcurrentHashMap<>());
            }
            Ranges.each(executor, given.length, i -> prepare(i, given[i]));
        }

        private void prepare(int number, SourceRecord given) {
            SourceRecord record = Normalizer.normalize(given);
            records[number] = record;
            refs[number] = RefTable.hash(record.ref());
            for (int rule = 0; rule < keys.length; rule++) {
                String first = null;
                List<String> more = null;
                for (String key : policy.rules().rules().get(rule).keys(record)) {
                    if (!policy.rules().ignores(key)) {
                        if (first == null) {
                            first = key;
                        } else {
                            more = more == null ? new ArrayList<>() : more;
                            more.add(key);
                        }
                    }
                }
                keys[rule].set(number, first);
                if (more != null) {
                    further.get(rule).put(number, more);
                }
            }
        }

        /** Finds equal references and equal keys, side by side. */
        RefTable index() {
            RefTable[] refTable = new RefTable[1];
            Ranges.eachAlone(executor, keys.length + 1, i -> {
                if (i == 0) {
                    refTable[0] = new RefTable(records, refs, BulkMerge.this::decide);
                } else {
                    keys[i - 1].index();
                }
            });
            return refTable[0];
        }

        void bind(UnionFind components) {
            for (int rule = 0; rule < keys.length; rule++) {
                keys[rule].eachPair(components::union);
                bindByFurtherKeys(keys[rule], further.get(rule), components);
            }
        }

        private void bindByFurtherKeys(KeyTable own, Map<Integer, List<String>> more, UnionFind components) {
            Map<String, Integer> holders = new HashMap<>();
            more.forEach((number, texts) -> texts.forEach(key -> {
                Integer holder = holders.putIfAbsent(key, number);
                if (holder != null) {
                    components.union(holder, number);
                }
            }));
            for (int i = 0; i < records.length && !holders.isEmpty(); i++) {
                String key = own.key(i);
                Integer holder = key == null ? null : holders.get(key);
                if (holder != null) {
                    components.union(holder, i);
                }
            }
        }
    }

    private SourceRecord decide(SourceRecord one, SourceRecord other) {
        if (refusingDuplicates) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the record " + one.ref() + " was given more than once; give each record once, or let the merge"
                            + " choose the one modified last");
        }
        return duplicates.decide(one, other);
    }

    private Map<Integer, List<Link>> bindByLinks(RefTable refs, UnionFind components) {
        List<Link> known = new ArrayList<>();
        for (Link link : links) {
            int first = refs.indexOf(link.first());
            int second = refs.indexOf(link.second());
            if (first >= 0 && second >= 0) {
                known.add(link);
                if (!link.apart()) {
                    components.union(first, second);
                }
            }
        }
        Map<Integer, List<Link>> byComponent = new HashMap<>();
        for (Link link : known) {
            byComponent
                    .computeIfAbsent(components.find(refs.indexOf(link.first())), root -> new ArrayList<>())
                    .add(link);
        }
        return byComponent;
    }

    /** Builds the golden records, component by component. */
    private final class Emission {
        private static final int FEW = 8;

        private final SourceRecord[] records;
        private final Map<Integer, List<Link>> linksByComponent;
        private final int[] starts;
        private final int[] byComponent;
        private final int components;

        Emission(SourceRecord[] records, UnionFind components, Map<Integer, List<Link>> linksByComponent) {
            this.records = records;
            this.linksByComponent = linksByComponent;
            int[] number = new int[records.length];
            int count = 0;
            for (int i = 0; i < records.length; i++) {
                int root = components.find(i);
                number[i] = root == i ? count++ : number[root];
            }
            this.components = count;
            this.starts = new int[count + 1];
            for (int component : number) {
                starts[component + 1]++;
            }
            for (int i = 0; i < count; i++) {
                starts[i + 1] += starts[i];
            }
            int[] next = Arrays.copyOf(starts, count);
            this.byComponent = new int[records.length];
            for (int i = 0; i < records.length; i++) {
                byComponent[next[number[i]]++] = i;
            }
        }

        Result emit() {
            GoldenRecord[] goldens = new GoldenRecord[components];
            boolean[] extraordinary = new boolean[components];
            Survivorship survivorship = policy.survivorship();
            Ranges.each(executor, components, component -> {
                if (starts[component + 1] - starts[component] == 1) {
                    goldens[component] = survivorship.mergeLazily(records[byComponent[starts[component]]]);
                    return;
                }
                SourceRecord[] members = members(component);
                if (isOrdinary(component, members)) {
                    goldens[component] = survivorship.mergeLazily(members);
                } else {
                    extraordinary[component] = true;
                }
            });
            return withExtraordinary(goldens, extraordinary);
        }

        private SourceRecord[] members(int component) {
            int size = starts[component + 1] - starts[component];
            SourceRecord[] members = new SourceRecord[size];
            for (int i = 0; i < size; i++) {
                members[i] = records[byComponent[starts[component] + i]];
            }
            sort(members);
            return members;
        }

        /** Sorts the oldest first. Nearly all clusters are small. */
        private static void sort(SourceRecord[] members) {
            if (members.length > FEW) {
                Arrays.sort(members, SourceRecord.OLDEST_FIRST);
                return;
            }
            for (int i = 1; i < members.length; i++) {
                SourceRecord member = members[i];
                int at = i;
                while (at > 0 && SourceRecord.OLDEST_FIRST.compare(members[at - 1], member) > 0) {
                    members[at] = members[at - 1];
                    at--;
                }
                members[at] = member;
            }
        }

        private boolean isOrdinary(int component, SourceRecord[] members) {
            MatchRules rules = policy.rules();
            if (members.length > rules.maxRecords()
                    || members.length > rules.maxOfOneSystem() && mostOfOneSystem(members) > rules.maxOfOneSystem()) {
                return false;
            }
            List<Link> bonds = linksByComponent.isEmpty()
                    ? List.of()
                    : linksByComponent.getOrDefault(byComponent[starts[component]], List.of());
            return bonds.isEmpty() || bonds.stream().noneMatch(Link::apart) && haveOneKey(members);
        }

        /** Checks whether all records share each key: then it does not matter which of them prove something. */
        private boolean haveOneKey(SourceRecord[] members) {
            for (MatchRule rule : policy.rules().rules()) {
                String shared = null;
                for (SourceRecord member : members) {
                    String key = rule.key(member.values());
                    if (key != null && shared != null && !key.equals(shared)) {
                        return false;
                    }
                    shared = key == null ? shared : key;
                }
            }
            return true;
        }

        private static int mostOfOneSystem(SourceRecord[] members) {
            Map<SystemName, Integer> counts = new HashMap<>();
            int most = 0;
            for (SourceRecord member : members) {
                most = Math.max(most, counts.merge(member.ref().system(), 1, Integer::sum));
            }
            return most;
        }

        /** Recomputes components that are oversized, separated or have several keys, with the partition that {@link IncrementalMerge} uses. */
        private Result withExtraordinary(GoldenRecord[] goldens, boolean[] extraordinary) {
            List<GoldenRecord> all = new ArrayList<>(goldens.length);
            Set<RecordRef> parked = new HashSet<>();
            for (int component = 0; component < components; component++) {
                if (extraordinary[component]) {
                    partition(component, all, parked);
                } else {
                    all.add(goldens[component]);
                }
            }
            return new Result(all, parked);
        }

        private void partition(int component, List<GoldenRecord> all, Set<RecordRef> parked) {
            List<AffectedCluster.Node> nodes = Arrays.stream(members(component))
                    .map(record -> AffectedCluster.Node.standalone(new StoredRecord(
                            record, StoredRecord.Status.LIVE, null, policy.keys(record), false, null, 0)))
                    .toList();
            List<Link> bonds = linksByComponent.getOrDefault(byComponent[starts[component]], List.of());
            for (Partition.Part part : Partition.of(nodes, bonds, policy.rules())) {
                SourceRecord[] members =
                        part.nodes().stream().map(node -> node.now.record()).toArray(SourceRecord[]::new);
                all.add(policy.survivorship().mergeLazily(members));
                if (part.parked()) {
                    Arrays.stream(members).map(SourceRecord::ref).forEach(parked::add);
                }
            }
        }
    }
}

package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connected component reachable from changed records. Match keys, links and golden records connect.
 *
 * <p>Cluster limits keep it small, except around a match key that an oversized cluster shares. The records of an
 * oversized cluster are parked separately and not traversed, unless one of them leaves; then just far enough to see
 * whether the rest may be merged.
 */
public final class AffectedCluster {
    private final Store store;
    private final TypePolicy policy;
    private final References references;
    private final Map<RecordRef, Node> nodes = new LinkedHashMap<>();
    private final Set<Link> links = new HashSet<>();
    private final Set<MatchKey> keysSeen = new HashSet<>();
    private final Set<GoldenId> goldensSeen = new HashSet<>();
    private final Map<MatchKey, Integer> manyHolders = new HashMap<>();
    private boolean oversizedLeft;
    private int enough;

    /** A record before and after a change. */
    public static final class Node {
        final @Nullable StoredRecord before;
        final boolean changed;
        /** The state after the change. */
        public StoredRecord now;
        /** Reached by a link or a golden record: its links must be loaded, too. */
        boolean near;
        /** Belongs to an oversized cluster that may have shrunk. */
        boolean walked;
        /** Links lead from it to a changed record. */
        boolean linkedToChange;
        /** Its links are loaded, so that its match keys can be judged. */
        boolean judged;
        /** Its links and its golden record's members are loaded. */
        boolean complete;
        /** The records with its match keys are loaded. */
        boolean expanded;

        Node(StoredRecord now, @Nullable StoredRecord before, boolean changed) {
            this.now = now;
            this.before = before;
            this.changed = changed;
        }

        /** Creates a node whose whole component is loaded. */
        public static Node standalone(StoredRecord record) {
            Node node = new Node(record, null, true);
            node.expanded = true;
            node.complete = true;
            return node;
        }

        Node reached() {
            near = true;
            return this;
        }

        boolean wasParked() {
            return before != null ? before.parked() : now.parked();
        }

        boolean isLive() {
            return now.isLive();
        }

        /** Checks for an enricher's answer, kept only while a source record carries it (R31). */
        boolean isEnrichment() {
            return now.record().isEnrichment();
        }
    }

    AffectedCluster(Store store, TypePolicy policy, References references) {
        this.references = references;
        this.store = store;
        this.policy = policy;
    }

    /** Loads the component of changed records and links. */
    void load(List<StoredRecord> changed, Collection<Link> added, Collection<Link> removed) {
        // This many records with one key prove an oversized cluster, even if all changed records have just lost the
        // key.
        enough = policy.rules().maxRecords() + 1 + changed.size();
        Map<RecordRef, StoredRecord> before = byRef(store.records(refs(changed)));
        for (StoredRecord now : changed) {
            StoredRecord old = before.get(now.ref());
            nodes.put(now.ref(), new Node(now, old, true));
            oversizedLeft |= old != null && old.parked();
        }
        Set<RecordRef> ends = new HashSet<>();
        added.forEach(link -> ends.addAll(List.of(link.first(), link.second())));
        removed.forEach(link -> ends.addAll(List.of(link.first(), link.second())));
        add(store.records(ends), true);
        oversizedLeft |= !removed.isEmpty();
        links.addAll(added);
        boolean grown = true;
        while (grown) {
            grown = expand(removed) || oversizedLeft && walkOversized() || mayLoseKeys() || addMoreSharers();
        }
        links.addAll(added);
        links.removeAll(removed);
    }

    /** Adds the links that keep it together while people's new match keys travel. Returns them. */
    List<Link> bond() {
        boolean edited =
                nodes.values().stream().anyMatch(node -> !KeyBonds.lost(node).isEmpty());
        List<Link> bonds = edited ? new KeyBonds(nodes.values(), links).ofEdits() : List.of();
        links.addAll(bonds);
        return bonds;
    }

    Map<RecordRef, Node> nodes() {
        return nodes;
    }

    Set<Link> links() {
        return links;
    }

    private boolean expand(Collection<Link> removed) {
        List<Node> byKeys = new ArrayList<>();
        List<Node> byLinks = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (!node.expanded && mayExpand(node)) {
                node.expanded = true;
                byKeys.add(node);
            }
            if (!node.complete && (node.expanded || node.near)) {
                node.complete = true;
                byLinks.add(node);
            }
        }
        addKeySharers(byKeys);
        addFellows(byLinks);
        addLinked(byLinks, removed);
        return addEvidence() || !byKeys.isEmpty() || !byLinks.isEmpty();
    }

    /** Loads the links of parked records that are not traversed: whether their keys prove something depends on them. */
    private boolean addEvidence() {
        List<RecordRef> judged = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (!node.complete && !node.judged) {
                node.judged = true;
                judged.add(node.now.ref());
            }
        }
        List<Link> found = judged.isEmpty() ? List.of() : store.links(judged);
        Set<RecordRef> missing = new HashSet<>();
        for (Link link : found) {
            links.add(link);
            for (RecordRef end : List.of(link.first(), link.second())) {
                if (!nodes.containsKey(end)) {
                    missing.add(end);
                }
            }
        }
        if (!missing.isEmpty()) {
            add(store.records(missing), false);
        }
        return !found.isEmpty();
    }

    private boolean mayExpand(Node node) {
        return node.changed || !node.now.parked() || node.walked;
    }

    /** Traverses a shrunk oversized cluster, unless enough records are found to prove that it still is one. */
    private boolean walkOversized() {
        boolean walked = false;
        for (List<Node> component : Partition.touching(nodes.values(), links, policy.rules())) {
            if (isSmall(component)) {
                for (Node node : component) {
                    walked |= !node.expanded && !node.walked;
                    node.walked = true;
                }
            }
        }
        return walked;
    }

    private boolean isSmall(List<Node> component) {
        return component.stream()
                        .filter(node -> node.isLive() && !node.isEnrichment())
                        .limit(policy.rules().maxRecords() + 1L)
                        .count()
                <= policy.rules().maxRecords();
    }

    /**
     * Loads more records with a match key of which only some are loaded, where these prove no oversized cluster: a key
     * that Talk wrote there, or that was passed on, joins its record to none of the others.
     */
    private boolean addMoreSharers() {
        if (manyHolders.isEmpty()) {
            return false;
        }
        Set<MatchKey> open = new HashSet<>();
        for (List<Node> component : Partition.touching(nodes.values(), links, policy.rules())) {
            if (isSmall(component)) {
                component.forEach(node -> open.addAll(node.now.keys()));
            }
        }
        open.retainAll(manyHolders.keySet());
        int before = nodes.size();
        for (MatchKey key : open) {
            int more = 2 * manyHolders.getOrDefault(key, enough);
            List<StoredRecord> holders = store.withKeys(policy.type(), List.of(key), more);
            if (holders.size() < more) {
                manyHolders.remove(key);
            } else {
                manyHolders.put(key, more);
            }
            add(holders, false);
        }
        return nodes.size() > before;
    }

    /**
     * Traverses the parked records that are linked to changed ones: their keys may prove something no longer, or again,
     * and the cluster around them shrink (R8).
     */
    private boolean mayLoseKeys() {
        boolean found = false;
        for (Link link : links) {
            Node first = nodes.get(link.first());
            Node second = nodes.get(link.second());
            if (!link.apart()
                    && first != null
                    && second != null
                    && (walkedBeside(first, second) || walkedBeside(second, first))) {
                found = true;
                oversizedLeft |= first.now.parked() || second.now.parked();
            }
        }
        return found;
    }

    private static boolean walkedBeside(Node changed, Node linked) {
        if (!changed.changed && !changed.linkedToChange || linked.changed || linked.linkedToChange) {
            return false;
        }
        linked.linkedToChange = true;
        linked.walked |= linked.now.parked();
        return true;
    }

    private void addFellows(List<Node> frontier) {
        Set<GoldenId> goldens = new HashSet<>();
        for (Node node : frontier) {
            addGolden(node.now, goldens);
            addGolden(node.before, goldens);
        }
        if (!goldens.isEmpty()) {
            add(store.members(goldens), true);
        }
    }

    private void addGolden(@Nullable StoredRecord record, Set<GoldenId> goldens) {
        GoldenId golden = record == null ? null : record.golden();
        if (golden != null && goldensSeen.add(golden)) {
            goldens.add(golden);
        }
    }

    private void addKeySharers(List<Node> frontier) {
        Set<MatchKey> keys = new HashSet<>();
        for (Node node : frontier) {
            addKeys(node.now, keys);
            addKeys(node.before, keys);
        }
        if (!keys.isEmpty()) {
            List<StoredRecord> holders = store.withKeys(policy.type(), keys, enough);
            if (holders.size() >= enough) {
                noteMany(holders, keys);
            }
            add(holders, false);
        }
    }

    /** Notes the match keys that have as many holders as were asked for, and perhaps more. */
    private void noteMany(List<StoredRecord> holders, Set<MatchKey> keys) {
        Map<MatchKey, Integer> counts = new HashMap<>();
        for (StoredRecord holder : holders) {
            for (MatchKey key : holder.keys()) {
                if (keys.contains(key) && counts.merge(key, 1, Integer::sum) >= enough) {
                    manyHolders.put(key, enough);
                }
            }
        }
    }

    private void addKeys(@Nullable StoredRecord record, Set<MatchKey> keys) {
        if (record != null && record.isLive()) {
            for (MatchKey key : record.keys()) {
                if (!References.isIndex(key) && keysSeen.add(key)) {
                    keys.add(key);
                }
            }
        }
    }

    private void addLinked(List<Node> frontier, Collection<Link> removed) {
        if (frontier.isEmpty()) {
            return;
        }
        List<Link> found = new ArrayList<>(
                store.links(frontier.stream().map(node -> node.now.ref()).toList()));
        found.addAll(removed);
        Set<RecordRef> missing = new HashSet<>();
        for (Link link : found) {
            links.add(link);
            reach(link.first(), missing);
            reach(link.second(), missing);
        }
        if (!missing.isEmpty()) {
            add(store.records(missing), true);
        }
    }

    private void reach(RecordRef ref, Set<RecordRef> missing) {
        Node node = nodes.get(ref);
        if (node == null) {
            missing.add(ref);
        } else {
            node.near = true;
        }
    }

    private void add(List<StoredRecord> found, boolean near) {
        List<StoredRecord> fresh = found.stream()
                .filter(record -> !nodes.containsKey(record.ref()))
                .toList();
        for (StoredRecord record : references.normalize(fresh)) {
            nodes.putIfAbsent(record.ref(), new Node(record, null, false));
        }
        if (near) {
            found.forEach(record -> nodes.computeIfPresent(record.ref(), (ref, node) -> node.reached()));
        }
    }

    private static List<RecordRef> refs(List<StoredRecord> records) {
        return records.stream().map(StoredRecord::ref).toList();
    }

    private static Map<RecordRef, StoredRecord> byRef(List<StoredRecord> records) {
        Map<RecordRef, StoredRecord> byRef = new HashMap<>();
        records.forEach(record -> byRef.put(record.ref(), record));
        return byRef;
    }
}

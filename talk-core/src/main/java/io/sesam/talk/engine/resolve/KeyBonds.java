package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.resolve.AffectedCluster.Node;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Links that keep a cluster together while a person's new match key travels through it.
 *
 * <p>A record that shares the old key with a linked record of the edited one stays with them, unless a system would
 * then hold two of them: of two records of one system, the other keeps the old key for itself (R9).
 */
final class KeyBonds {
    private final List<Node> nodes;
    private final Map<RecordRef, Integer> numbers = new HashMap<>();
    private final Map<GoldenId, List<Integer>> byGolden = new HashMap<>();
    private final UnionFind byLinks;
    private final List<Link> apart = new ArrayList<>();

    KeyBonds(Collection<Node> nodes, Collection<Link> links) {
        this.nodes = List.copyOf(nodes);
        this.byLinks = new UnionFind(this.nodes.size());
        for (int i = 0; i < this.nodes.size(); i++) {
            numbers.put(this.nodes.get(i).now.ref(), i);
            GoldenId golden = this.nodes.get(i).now.golden();
            if (golden != null) {
                byGolden.computeIfAbsent(golden, id -> new ArrayList<>()).add(i);
            }
        }
        for (Link link : links) {
            Integer first = numbers.get(link.first());
            Integer second = numbers.get(link.second());
            if (link.apart()) {
                apart.add(link);
            } else if (first != null && second != null && link.origin() != Link.Origin.ENRICHED) {
                byLinks.union(first, second);
            }
        }
    }

    /** Finds the links that people's edits of match keys need. */
    List<Link> ofEdits() {
        List<Link> bonds = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node edited = nodes.get(i);
            Set<MatchKey> lost = lost(edited);
            StoredRecord before = edited.before;
            GoldenId golden = before == null ? null : before.golden();
            if (!lost.isEmpty() && edited.isLive() && golden != null && golden.equals(edited.now.golden())) {
                bond(i, lost, golden, bonds);
            }
        }
        return bonds;
    }

    private void bond(int edited, Set<MatchKey> lost, GoldenId golden, List<Link> bonds) {
        List<Integer> fellows = byGolden.getOrDefault(golden, List.of());
        int bridge = -1;
        for (int i : fellows) {
            boolean linked = bridge < 0 && i != edited && byLinks.find(i) == byLinks.find(edited);
            bridge = linked && nodes.get(i).isLive() && holds(nodes.get(i), lost) ? i : bridge;
        }
        for (int i : bridge < 0 ? List.<Integer>of() : fellows) {
            Node fellow = nodes.get(i);
            if (fellow.isLive()
                    && !fellow.isEnrichment()
                    && holds(fellow, lost)
                    && byLinks.find(i) != byLinks.find(bridge)
                    && canBeOne(i, bridge)) {
                bonds.add(new Link(nodes.get(bridge).now.ref(), fellow.now.ref(), Link.Origin.RENAMED));
                byLinks.union(i, bridge);
            }
        }
    }

    /** Returns the match keys that a live record had and no longer has. */
    static Set<MatchKey> lost(Node node) {
        StoredRecord before = node.before;
        if (!node.changed
                || before == null
                || !before.isLive()
                || before.record().isEnrichment()) {
            return Set.of();
        }
        Set<MatchKey> lost = new HashSet<>(before.keys());
        lost.removeIf(References::isIndex);
        if (node.isLive()) {
            lost.removeAll(node.now.keys());
        }
        return lost;
    }

    /** Checks whether a record holds one of the keys, and held it before. */
    private static boolean holds(Node node, Set<MatchKey> keys) {
        StoredRecord before = node.before;
        return node.now.keys().stream()
                .anyMatch(key -> keys.contains(key)
                        && (!node.changed || before == null || before.keys().contains(key)));
    }

    private boolean canBeOne(int one, int other) {
        Set<SystemName> systems = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            boolean concerned = byLinks.find(i) == byLinks.find(one) || byLinks.find(i) == byLinks.find(other);
            if (concerned
                    && nodes.get(i).isLive()
                    && !systems.add(nodes.get(i).now.ref().system())) {
                return false;
            }
        }
        for (Link link : apart) {
            Set<Integer> roots = new HashSet<>();
            for (RecordRef end : List.of(link.first(), link.second())) {
                Integer number = numbers.get(end);
                roots.add(number == null ? -1 : byLinks.find(number));
            }
            if (roots.equals(Set.of(byLinks.find(one), byLinks.find(other)))) {
                return false;
            }
        }
        return true;
    }
}

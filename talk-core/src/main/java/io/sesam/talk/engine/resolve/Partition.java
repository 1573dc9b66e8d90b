package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.resolve.AffectedCluster.Node;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The partition of a component into clusters (R7, R8, R11).
 *
 * <p>A pure function of records and links: links join first, then match keys that count as {@link KeyEvidence}, oldest
 * records first; a match key never joins what a steward separated. In a component above the limits, only links join.
 */
public final class Partition {
    /**
     * Records of one cluster, oldest first.
     *
     * @param nodes the records, also deleted ones
     * @param parked whether they are kept apart because the cluster would be oversized
     */
    public record Part(List<Node> nodes, boolean parked) {}

    private final MatchRules rules;
    private final List<Node> nodes;
    private final Map<RecordRef, Integer> numbers = new HashMap<>();
    private final List<int[]> apart = new ArrayList<>();
    private final Map<Integer, Integer> carried = new TreeMap<>();
    private final UnionFind byLinks;
    private final UnionFind byTalk;
    private final UnionFind byAll;
    private final UnionFind touching;

    private Partition(Collection<Node> unsorted, MatchRules rules) {
        this.rules = rules;
        this.nodes = new ArrayList<>(unsorted);
        nodes.sort((a, b) -> SourceRecord.OLDEST_FIRST.compare(a.now.record(), b.now.record()));
        for (int i = 0; i < nodes.size(); i++) {
            numbers.put(nodes.get(i).now.ref(), i);
        }
        this.byLinks = new UnionFind(nodes.size());
        this.byTalk = new UnionFind(nodes.size());
        this.byAll = new UnionFind(nodes.size());
        this.touching = new UnionFind(nodes.size());
    }

    /** Groups nodes connected by keys and links, ignoring separations. */
    static Collection<List<Node>> touching(Collection<Node> nodes, Collection<Link> links, MatchRules rules) {
        Partition partition = new Partition(nodes, rules);
        partition.bindByLinks(links);
        partition.bindByKeys();
        List<Integer> all = IntStream.range(0, partition.nodes.size()).boxed().toList();
        return grouped(partition.touching, all).values().stream()
                .map(members -> members.stream().map(partition.nodes::get).toList())
                .toList();
    }

    /** Partitions a component into clusters. */
    public static List<Part> of(Collection<Node> nodes, Collection<Link> links, MatchRules rules) {
        Partition partition = new Partition(nodes, rules);
        partition.bindByLinks(links);
        partition.bindByKeys();
        partition.bindTheGone();
        partition.bindTheFaint();
        return partition.parts();
    }

    private void bindByLinks(Collection<Link> links) {
        for (Link link : links) {
            Integer first = numbers.get(link.first());
            Integer second = numbers.get(link.second());
            if (first == null || second == null) {
                continue;
            }
            if (isEnrichment(first) || isEnrichment(second)) {
                carry(link, first, second);
            } else if (link.apart()) {
                apart.add(new int[] {first, second});
            } else {
                byLinks.union(first, second);
                byAll.union(first, second);
                touching.union(first, second);
                if (link.origin() == Link.Origin.CREATED || link.origin() == Link.Origin.RENAMED) {
                    byTalk.union(first, second);
                }
            }
        }
    }

    /** Attaches an enricher's answer to the oldest record it concerns. It joins no records (R31). */
    private void carry(Link link, int first, int second) {
        if (!link.apart() && isEnrichment(first) != isEnrichment(second)) {
            int enrichment = isEnrichment(first) ? first : second;
            carried.merge(enrichment, isEnrichment(first) ? second : first, Math::min);
        }
    }

    private void bindTheFaint() {
        carried.forEach((enrichment, bearer) -> {
            byLinks.union(bearer, enrichment);
            byAll.union(bearer, enrichment);
            touching.union(bearer, enrichment);
        });
    }

    private boolean isEnrichment(int number) {
        return nodes.get(number).isEnrichment();
    }

    private void bindByKeys() {
        Map<MatchKey, List<Integer>> holders = new HashMap<>();
        KeyEvidence evidence = new KeyEvidence(nodes, rules, byLinks, byTalk);
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).isLive()) {
                continue;
            }
            for (MatchKey key : inOrder(nodes.get(i).now.keys())) {
                if (!References.isIndex(key) && evidence.counts(i, key)) {
                    bind(i, holders.computeIfAbsent(key, k -> new ArrayList<>(2)));
                }
            }
        }
    }

    /** Orders the keys of a record: among separations it matters which one joins first, and a set has no order. */
    private static Collection<MatchKey> inOrder(Set<MatchKey> keys) {
        return keys.size() < 2
                ? keys
                : keys.stream()
                        .sorted(Comparator.comparing(MatchKey::rule).thenComparing(MatchKey::value))
                        .toList();
    }

    /** Joins a record with the oldest holder of the key that no separation excludes. */
    private void bind(int number, List<Integer> holders) {
        if (!holders.isEmpty()) {
            touching.union(number, holders.get(0));
        }
        for (int holder : holders) {
            if (!keptApart(number, holder)) {
                byAll.union(number, holder);
                return;
            }
        }
        holders.add(number);
    }

    private boolean keptApart(int one, int other) {
        int a = byAll.find(one);
        int b = byAll.find(other);
        for (int[] pair : apart) {
            int first = byAll.find(pair[0]);
            int second = byAll.find(pair[1]);
            if (first == a && second == b || first == b && second == a) {
                return a != b;
            }
        }
        return false;
    }

    /** Attaches deleted records without a link to the oldest live record of their golden record. */
    private void bindTheGone() {
        Map<Object, Integer> oldest = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            Object golden = nodes.get(i).now.golden();
            if (golden != null && nodes.get(i).isLive() && !isEnrichment(i)) {
                oldest.putIfAbsent(golden, i);
            }
        }
        Set<Integer> lively = new HashSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).isLive() && !isEnrichment(i)) {
                lively.add(byLinks.find(i));
            }
        }
        for (int i = 0; i < nodes.size(); i++) {
            Object golden = nodes.get(i).now.golden();
            Integer fellow = golden == null ? null : oldest.get(golden);
            if (fellow != null && !nodes.get(i).isLive() && !lively.contains(byLinks.find(i))) {
                byAll.union(i, fellow);
                byLinks.union(i, fellow);
                touching.union(i, fellow);
            }
        }
    }

    private List<Part> parts() {
        List<Integer> all = IntStream.range(0, nodes.size()).boxed().toList();
        List<Part> parts = new ArrayList<>();
        for (List<Integer> members : grouped(touching, all).values()) {
            if (isTooLarge(members)) {
                boolean allLinked = grouped(byLinks, members).size() == 1
                        && members.stream().allMatch(member -> nodes.get(member).expanded);
                grouped(byLinks, members).values().forEach(part -> parts.add(part(part, !allLinked)));
            } else {
                grouped(byAll, members).values().forEach(part -> parts.add(part(part, false)));
            }
        }
        return parts;
    }

    private static Map<Integer, List<Integer>> grouped(UnionFind components, List<Integer> numbers) {
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int number : numbers) {
            groups.computeIfAbsent(components.find(number), root -> new ArrayList<>())
                    .add(number);
        }
        return groups;
    }

    private boolean isTooLarge(List<Integer> members) {
        int live = 0;
        Map<SystemName, Integer> ofSystem = new HashMap<>();
        for (int member : members) {
            Node node = nodes.get(member);
            if (!node.expanded) {
                return true;
            }
            if (node.isLive() && !node.isEnrichment()) {
                live++;
                int count = ofSystem.merge(node.now.ref().system(), 1, Integer::sum);
                if (live > rules.maxRecords() || count > rules.maxOfOneSystem()) {
                    return true;
                }
            }
        }
        return false;
    }

    private Part part(List<Integer> members, boolean parked) {
        return new Part(members.stream().map(nodes::get).toList(), parked);
    }
}

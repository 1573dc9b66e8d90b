package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.resolve.AffectedCluster.Node;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The match keys that prove identity beside links (R8).
 *
 * <p>A pure function of records and links. Among linked records, a key that Talk wrote proves nothing once another of
 * them has an own, newer key of the same rule. An own key proves nothing once a record that Talk linked has a
 * newer one: the key was passed on, and the older record is only not rewritten yet. In both cases the newer key does
 * not count where the records of its system contradict each other in it: it is written to no other system (R11).
 */
final class KeyEvidence {
    private final List<Node> nodes;
    private final Map<String, MatchRule> rules = new HashMap<>();
    private final Map<Integer, List<Statement>> linked = new HashMap<>();
    private final Map<Integer, List<Statement>> linkedByTalk = new HashMap<>();
    private final Map<Statement, Boolean> passedOn = new HashMap<>();
    private final UnionFind byLinks;
    private final UnionFind byTalk;

    /**
     * A match key of a record, with its origin and time.
     *
     * @param further whether it is a key beside that of the record's value: it was not passed on, and replaces none
     * @param edited whether a person set it after the record was linked
     */
    private record Statement(int node, MatchKey key, boolean own, boolean further, boolean edited, long time) {}

    /**
     * Collects the keys of linked records.
     *
     * @param byLinks which records are joined by any link
     * @param byTalk which of them are joined by Talk's own links
     */
    KeyEvidence(List<Node> nodes, MatchRules matchRules, UnionFind byLinks, UnionFind byTalk) {
        this.nodes = nodes;
        this.byLinks = byLinks;
        this.byTalk = byTalk;
        matchRules.rules().forEach(rule -> rules.put(rule.name(), rule));
        int[] sizes = new int[nodes.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[byLinks.find(i)]++;
        }
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[byLinks.find(i)] > 1 && nodes.get(i).isLive()) {
                add(i);
            }
        }
    }

    private void add(int number) {
        for (MatchKey key : nodes.get(number).now.keys()) {
            if (!References.isIndex(key)) {
                Statement statement = statement(number, key);
                linked.computeIfAbsent(byLinks.find(number), root -> new ArrayList<>(2))
                        .add(statement);
                linkedByTalk
                        .computeIfAbsent(byTalk.find(number), root -> new ArrayList<>(2))
                        .add(statement);
            }
        }
    }

    private Statement statement(int number, MatchKey key) {
        SourceRecord record = nodes.get(number).now.record();
        MatchRule rule = rules.get(key.rule());
        boolean own = true;
        boolean further = false;
        boolean edited = false;
        long time = SourceRecord.NEVER;
        if (rule != null) {
            Fields values = record.values();
            for (String property : rule.properties()) {
                int index = values.schema().index(property);
                own &= !record.has(index, Stamps.ECHO);
                edited |= record.has(index, Stamps.EDITED);
                time = Math.max(time, record.time(index));
            }
            further = !key.value().equals(rule.key(values));
        }
        return new Statement(number, key, own || further, further, edited, time);
    }

    /** Checks whether a key of a record proves that it belongs to the other holders of the key. */
    boolean counts(int number, MatchKey key) {
        List<Statement> statements = linked.getOrDefault(byLinks.find(number), List.of());
        if (statements.size() < 2) {
            return true;
        }
        Statement asked = statement(number, key);
        return asked.own() ? !isPassedOn(asked, statements) : !isContradicted(asked, statements);
    }

    private boolean isContradicted(Statement echo, List<Statement> statements) {
        boolean contradicted = false;
        for (Statement other : statements) {
            if (other.own() && other.key().rule().equals(echo.key().rule()) && !isPassedOn(other, statements)) {
                if (other.key().equals(echo.key())) {
                    return false;
                }
                contradicted |= !other.further() && other.time() >= echo.time() && !isWeak(other, statements);
            }
        }
        return contradicted;
    }

    private SystemName system(Statement statement) {
        return nodes.get(statement.node()).now.ref().system();
    }

    /**
     * Checks whether a newer own key of a record that Talk linked replaced this one. The same key in a newer record
     * upholds it, unless it was passed on there, too.
     */
    private boolean isPassedOn(Statement own, List<Statement> statements) {
        Boolean known = passedOn.get(own);
        if (known != null) {
            return known;
        }
        // Only a record that Talk linked can have the newer key.
        List<Statement> candidates = linkedByTalk.getOrDefault(byTalk.find(own.node()), List.of());
        boolean replaced = false;
        for (Statement other : candidates) {
            replaced |= !own.further()
                    && !other.further()
                    && isNewer(other, own, statements)
                    && !other.key().equals(own.key());
        }
        for (Statement other : replaced ? candidates : List.<Statement>of()) {
            replaced &=
                    !isNewer(other, own, statements) || !other.key().equals(own.key()) || isPassedOn(other, statements);
        }
        passedOn.put(own, replaced);
        return replaced;
    }

    /**
     * Two records of one system that have keys of their own are two statements, and none is the older state of the
     * other. Nor does a key replace that of another system while its own one has two of them: it is not written there
     * (R11).
     */
    private boolean isNewer(Statement other, Statement own, List<Statement> statements) {
        return other.own()
                && !system(other).equals(system(own))
                && other.time() > own.time()
                && other.key().rule().equals(own.key().rule())
                && !isWeak(other, statements);
    }

    /** Checks whether the records of a system contradict each other in a key, and no edit decides. */
    private boolean isWeak(Statement statement, List<Statement> statements) {
        return !statement.edited()
                && statements.stream()
                        .anyMatch(other -> other.own()
                                && !other.further()
                                && system(other).equals(system(statement))
                                && other.key().rule().equals(statement.key().rule())
                                && !other.key().equals(statement.key()));
    }
}

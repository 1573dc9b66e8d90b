package io.sesam.talk.policy;

import io.sesam.talk.model.CoreTypes;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.SourceRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The match rules and cluster limits of a type (R5, R6, R11).
 *
 * <p>Immutable. One matching rule is enough, and matching is transitive: if a matches b by one rule and b matches c
 * by another, all three are one cluster.
 */
public final class MatchRules {
    /** The edition of the comparison forms. With another one, the keys of all records are made again. */
    private static final int FORMS = 2;

    private final List<MatchRule> rules;
    private final Set<String> ignored;
    private final int maxRecords;
    private final int maxOfOneSystem;

    private MatchRules(List<MatchRule> rules, Set<String> ignored, int maxRecords, int maxOfOneSystem) {
        this.rules = List.copyOf(rules);
        this.ignored = Set.copyOf(ignored);
        this.maxRecords = maxRecords;
        this.maxOfOneSystem = maxOfOneSystem;
    }

    /**
     * Returns the default rules. They match persons by e-mail, organisations and products by name, a host's own
     * types by links only.
     */
    public static MatchRules defaultsFor(EntityType type) {
        List<String> matchedBy = CoreTypes.matchedBy(type);
        List<MatchRule> rules =
                matchedBy.isEmpty() ? List.of() : List.of(MatchRule.same(matchedBy.toArray(String[]::new)));
        return new MatchRules(rules, Set.of(), 50, 20);
    }

    /** Replaces the rules; without any, only links join records. */
    public MatchRules by(MatchRule... newRules) {
        return new MatchRules(List.of(newRules), ignored, maxRecords, maxOfOneSystem);
    }

    /** Excludes keys from matching, such as {@code info@acme.no}; compared case-insensitively. */
    public MatchRules ignoring(String... keys) {
        Set<String> lower = Arrays.stream(keys)
                .map(key -> key.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new MatchRules(rules, lower, maxRecords, maxOfOneSystem);
    }

    /** Sets the cluster limits. A larger cluster is parked instead of merged. */
    public MatchRules limitedTo(int records, int ofOneSystem) {
        if (records < 1 || ofOneSystem < 1) {
            throw new IllegalArgumentException("a cluster holds at least one record");
        }
        return new MatchRules(rules, ignored, records, ofOneSystem);
    }

    /** Returns the match rules. */
    public List<MatchRule> rules() {
        return rules;
    }

    /** Returns the greatest size of a cluster. */
    public int maxRecords() {
        return maxRecords;
    }

    /** Returns the greatest number of records of one system in a cluster. */
    public int maxOfOneSystem() {
        return maxOfOneSystem;
    }

    /** Checks whether a key is excluded from matching. */
    public boolean ignores(String key) {
        return !ignored.isEmpty() && ignored.contains(key.toLowerCase(Locale.ROOT));
    }

    /** Checks whether any key is excluded from matching. */
    @Experimental
    public boolean ignoresAny() {
        return !ignored.isEmpty();
    }

    /** Returns the match keys of normalised values. A rule with a blank or unknown property gives none. */
    public List<MatchKey> keys(Fields values) {
        List<MatchKey> keys = new ArrayList<>(rules.size());
        for (MatchRule rule : rules) {
            String key = rule.key(values);
            if (key != null && !ignores(key)) {
                keys.add(new MatchKey(rule.name(), key));
            }
        }
        return keys;
    }

    /** Returns the match keys of a normalised record: those of its values and of its further match values. */
    public List<MatchKey> keys(SourceRecord record) {
        List<MatchKey> keys = new ArrayList<>(rules.size());
        for (MatchRule rule : rules) {
            for (String key : rule.keys(record)) {
                if (!ignores(key)) {
                    keys.add(new MatchKey(rule.name(), key));
                }
            }
        }
        return keys;
    }

    /** Returns a fingerprint; equal for rules with equal results. */
    public String fingerprint() {
        PolicyFingerprint fingerprint =
                PolicyFingerprint.of("match rules").add("forms", FORMS).add("rules", rules.size());
        for (MatchRule rule : rules) {
            fingerprint.add("rule", rule.name()).add("properties", rule.properties());
            for (String property : rule.properties()) {
                KeyForm form = rule.forms().getOrDefault(property, KeyForm.VISIBLE);
                fingerprint.add("form", form.name());
            }
        }
        return fingerprint
                .add("ignored", ignored.stream().sorted().toList())
                .add("most records", maxRecords)
                .add("most of one system", maxOfOneSystem)
                .hex();
    }
}

package io.sesam.talk.policy;

import io.sesam.talk.model.CoreTypes;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.MatchKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When records of a type are the same, and how many may be (R5, R6, R11).
 *
 * <p>Immutable. Any one rule is enough, and sameness is handed on: if a is b by one rule and b is c by another, all
 * three are one.
 */
public final class MatchRules {
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

    /** People by e-mail, organisations and products by name; types of the host's own only by links. */
    public static MatchRules defaultsFor(EntityType type) {
        List<String> matchedBy = CoreTypes.matchedBy(type);
        List<MatchRule> rules =
                matchedBy.isEmpty() ? List.of() : List.of(MatchRule.same(matchedBy.toArray(String[]::new)));
        return new MatchRules(rules, Set.of(), 50, 20);
    }

    /** These rules instead; none at all leaves only links. */
    public MatchRules by(MatchRule... newRules) {
        return new MatchRules(List.of(newRules), ignored, maxRecords, maxOfOneSystem);
    }

    /** The same, but these keys bind nobody, such as {@code info@acme.no}; case does not matter. */
    public MatchRules ignoring(String... keys) {
        Set<String> lower = Arrays.stream(keys)
                .map(key -> key.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new MatchRules(rules, lower, maxRecords, maxOfOneSystem);
    }

    /** The same with other limits: a larger cluster is parked instead of merged. */
    public MatchRules limitedTo(int records, int ofOneSystem) {
        if (records < 1 || ofOneSystem < 1) {
            throw new IllegalArgumentException("a cluster holds at least one record");
        }
        return new MatchRules(rules, ignored, records, ofOneSystem);
    }

    /** The rules. */
    public List<MatchRule> rules() {
        return rules;
    }

    /** The greatest number of records that are merged. */
    public int maxRecords() {
        return maxRecords;
    }

    /** The greatest number of records of one system that are merged. */
    public int maxOfOneSystem() {
        return maxOfOneSystem;
    }

    /** Whether a key binds nobody. */
    public boolean ignores(String key) {
        return !ignored.isEmpty() && ignored.contains(key.toLowerCase(Locale.ROOT));
    }

    /** The match keys of normalised values; none where a property of the rule is blank. */
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

    /** A fingerprint of what decides: equal for rules that decide alike. */
    public String fingerprint() {
        PolicyFingerprint fingerprint = PolicyFingerprint.of("match rules").add("rules", rules.size());
        for (MatchRule rule : rules) {
            fingerprint.add("rule", rule.name()).add("properties", rule.properties());
        }
        return fingerprint
                .add("ignored", ignored.stream().sorted().toList())
                .add("most records", maxRecords)
                .add("most of one system", maxOfOneSystem)
                .hex();
    }
}

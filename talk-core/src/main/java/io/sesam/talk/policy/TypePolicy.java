package io.sesam.talk.policy;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The match rules and the survivorship of a type. Immutable. */
public final class TypePolicy {
    private final MatchRules rules;
    private final Survivorship survivorship;

    /** Calculated when it is first asked for; by two threads at once, it is the same text twice. */
    private @Nullable String fingerprint;

    private TypePolicy(MatchRules rules, Survivorship survivorship) {
        this.rules = rules;
        this.survivorship = survivorship;
        rules.rules().forEach(this::requireProperties);
    }

    /**
     * Combines match rules with survivorship.
     *
     * @throws IllegalArgumentException when a match rule names a property that the schema of the survivorship does not have
     */
    public static TypePolicy of(MatchRules rules, Survivorship survivorship) {
        return new TypePolicy(rules, survivorship);
    }

    /** The default rules: people by e-mail, organisations and products by name; the newest value wins, ties go by trust. */
    public static TypePolicy defaults(Schema schema, SystemName... trust) {
        return of(MatchRules.defaultsFor(schema.type()), Survivorship.newest(schema, List.of(trust)));
    }

    /** The default rules, with systems by name in the order of trust. */
    public static TypePolicy defaults(Schema schema, String... trust) {
        return defaults(schema, Arrays.stream(trust).map(SystemName::new).toArray(SystemName[]::new));
    }

    /** The default rules, with ties by the names of the systems. */
    public static TypePolicy defaults(Schema schema) {
        return defaults(schema, new SystemName[0]);
    }

    private void requireProperties(MatchRule rule) {
        List<String> known = schema().properties().stream().map(Property::name).toList();
        for (String property : rule.properties()) {
            if (!known.contains(property)) {
                throw new IllegalArgumentException("The match rule \"" + rule.name() + "\" names the property \""
                        + property + "\", which the type " + type() + " does not have; it has " + known);
            }
        }
    }

    /** When records are the same. */
    public MatchRules rules() {
        return rules;
    }

    /** Which values win. */
    public Survivorship survivorship() {
        return survivorship;
    }

    /** Sets when records are the same. */
    public TypePolicy rules(MatchRules value) {
        return of(value, survivorship);
    }

    /**
     * Sets which values win.
     *
     * @throws IllegalArgumentException when it is for another type
     */
    public TypePolicy survivorship(Survivorship value) {
        if (!value.schema().type().equals(type())) {
            throw new IllegalArgumentException(
                    "The survivorship is for the type " + value.schema().type() + ", the policy for " + type());
        }
        return of(rules, value);
    }

    /** The type. */
    public EntityType type() {
        return schema().type();
    }

    /** The properties of the type. */
    public Schema schema() {
        return survivorship.schema();
    }

    /** Fingerprint of what decides: equal for policies that decide alike. */
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            known = calculated();
            fingerprint = known;
        }
        return known;
    }

    private String calculated() {
        return PolicyFingerprint.of("type policy")
                .add("rules", rules.fingerprint())
                .add("survivorship", survivorship.fingerprint())
                .hex();
    }

    /** The match keys of normalised values. */
    public Set<MatchKey> keys(Fields values) {
        return Set.copyOf(rules.keys(values));
    }

    /** The match keys of a normalised record, with those of its further match values. */
    public Set<MatchKey> keys(SourceRecord record) {
        return Set.copyOf(rules.keys(record));
    }

    /** Whether the other policy decides alike. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypePolicy that && fingerprint().equals(that.fingerprint());
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    @Override
    public String toString() {
        return "policy of " + type() + ": " + rules.rules();
    }
}

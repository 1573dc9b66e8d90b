package io.sesam.talk.policy;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import java.util.List;
import java.util.Set;

/**
 * How records of a type are matched and merged.
 *
 * @param rules when they are the same
 * @param survivorship which values win
 */
public record TypePolicy(MatchRules rules, Survivorship survivorship) {
    /** Talk's own rules: people by e-mail, organisations and products by name; newest wins, ties by trust. */
    public static TypePolicy defaults(Schema schema, SystemName... trust) {
        return new TypePolicy(MatchRules.defaultsFor(schema.type()), Survivorship.newest(schema, List.of(trust)));
    }

    /** The type it is for. */
    public EntityType type() {
        return schema().type();
    }

    /** The properties of the type. */
    public Schema schema() {
        return survivorship.schema();
    }

    /** A fingerprint of what decides: equal for policies that decide alike. */
    public String fingerprint() {
        return PolicyFingerprint.of("type policy")
                .add("rules", rules.fingerprint())
                .add("survivorship", survivorship.fingerprint())
                .hex();
    }

    /** What a record with these normalised values is found by. */
    public Set<MatchKey> keys(Fields values) {
        return Set.copyOf(rules.keys(values));
    }
}

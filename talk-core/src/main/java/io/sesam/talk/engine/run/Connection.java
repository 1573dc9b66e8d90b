package io.sesam.talk.engine.run;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Connector;
import java.util.Map;

/**
 * A connected system with its policies.
 *
 * @param name the host's name for it
 * @param connector the open connector
 * @param policies the policy per type; when empty, all types of the connector take part with the defaults
 * @param changeLimit the change limit of types without their own (R26)
 * @param calls counts the connector's network calls
 * @param fingerprint of its settings, without secrets; refused writes are tried again when it changes
 */
public record Connection(
        SystemName name,
        Connector connector,
        Map<EntityType, TargetPolicy> policies,
        ChangeLimit changeLimit,
        Calls calls,
        String fingerprint) {
    /** Copies the map. */
    public Connection {
        policies = Map.copyOf(policies);
    }

    /** Checks whether a type takes part. */
    public boolean takesPart(EntityType type) {
        return policies.isEmpty() || policies.containsKey(type);
    }

    /** Returns the policy of a type. */
    public TargetPolicy policy(EntityType type) {
        TargetPolicy policy = policies.getOrDefault(type, TargetPolicy.defaults());
        return policy.brake().isPresent() ? policy : policy.brake(changeLimit);
    }
}

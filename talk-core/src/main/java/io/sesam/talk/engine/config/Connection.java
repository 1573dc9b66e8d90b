package io.sesam.talk.engine.config;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Connector;
import java.util.Map;
import java.util.Set;

/**
 * A connected system with its policies.
 *
 * @param name the host's name for it
 * @param connector the open connector
 * @param onlyTypes the types that take part; when empty, all types of the connector
 * @param policies the policy of each type; the defaults for the others
 * @param changeLimit how much may change in one run of a type that says nothing of its own (R26)
 * @param calls counts what it asks over the network
 * @param fingerprint of its settings, without secrets: what was refused is tried again when they change
 */
public record Connection(
        SystemName name,
        Connector connector,
        Set<EntityType> onlyTypes,
        Map<EntityType, TargetPolicy> policies,
        ChangeLimit changeLimit,
        Calls calls,
        String fingerprint) {
    /** Copies the map. */
    public Connection {
        onlyTypes = Set.copyOf(onlyTypes);
        policies = Map.copyOf(policies);
    }

    /** Whether a type takes part. */
    public boolean takesPart(EntityType type) {
        return onlyTypes.isEmpty() || onlyTypes.contains(type);
    }

    /** The policy of a type, with the change limit that holds there. */
    public TargetPolicy policy(EntityType type) {
        TargetPolicy policy = policies.getOrDefault(type, TargetPolicy.defaults());
        return policy.changeLimit().isPresent() ? policy : policy.changeLimit(changeLimit);
    }
}

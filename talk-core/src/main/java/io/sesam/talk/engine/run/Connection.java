package io.sesam.talk.engine.run;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Connector;
import java.util.Map;

/**
 * A connected system and what Talk may do with it.
 *
 * @param name the host's name for it
 * @param connector the open connector
 * @param policies what may be done with each type; when empty, all types the connector has, with the defaults
 * @param changeLimit how much may change in one run of a type that says nothing of its own (R26)
 * @param calls counts what it asks over the network
 * @param fingerprint of its settings, without secrets: what was refused is tried again when they change
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

    public boolean takesPart(EntityType type) {
        return policies.isEmpty() || policies.containsKey(type);
    }

    public TargetPolicy policy(EntityType type) {
        TargetPolicy policy = policies.getOrDefault(type, TargetPolicy.defaults());
        return policy.brake().isPresent() ? policy : policy.brake(changeLimit);
    }
}

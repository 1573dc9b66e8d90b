package io.sesam.talk.engine.config;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.TypeSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The types of each system as last asked. Any thread may use it. */
public final class TypeCatalog {
    private final Map<SystemName, Map<EntityType, TypeSpec>> types = new ConcurrentHashMap<>();

    /** Keeps the types of a system. */
    public void put(SystemName system, Map<EntityType, TypeSpec> current) {
        types.put(system, Map.copyOf(current));
    }

    /** The types of a system; empty while they were never asked. */
    public Optional<Map<EntityType, TypeSpec>> find(SystemName system) {
        return Optional.ofNullable(types.get(system));
    }
}

package io.sesam.talk.testkit.system;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Eraser;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Webhooks;
import io.sesam.talk.spi.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection to one {@link MemorySystem}. */
final class MemoryConnector implements Connector {
    private final MemorySystem system;
    private final Map<EntityType, MemoryTable> tables;

    MemoryConnector(MemorySystem system, Map<EntityType, MemoryTable> tables) {
        this.system = system;
        this.tables = tables;
    }

    @Override
    public Check check() {
        return Check.fine();
    }

    @Override
    public List<TypeSpec> types() {
        system.beforeTypes();
        return tables.values().stream().map(MemoryTable::spec).toList();
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return table(type).map(table -> request -> {
            system.beforeRead();
            return table.page(request);
        });
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return table(type).map(MemoryLookup::new);
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        return table(type)
                .filter(table -> table.spec().inserts()
                        || table.spec().updates()
                        || table.spec().archives())
                .map(system::writer);
    }

    @Override
    public Optional<Eraser> eraser(EntityType type) {
        return table(type).filter(MemoryTable::canErase).map(table -> ids -> system.erase(table, ids));
    }

    @Override
    public Optional<Webhooks> webhooks() {
        return system.webhooks();
    }

    private Optional<MemoryTable> table(EntityType type) {
        return Optional.ofNullable(tables.get(type));
    }

    @Override
    public void close() {}
}

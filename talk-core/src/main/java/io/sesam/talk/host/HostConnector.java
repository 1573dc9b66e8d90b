package io.sesam.talk.host;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A connection to the host's own functions. */
final class HostConnector implements Connector {
    private final SystemName name;
    private final List<HostType> types;

    HostConnector(SystemName name, List<HostType> types) {
        this.name = name;
        this.types = types;
    }

    @Override
    public Check check() {
        Check check = Check.fine();
        for (HostType type : types) {
            check = check.and(Check.attempt(() -> records(type).after(Instant.EPOCH, "", 1)));
        }
        return check;
    }

    @Override
    public List<TypeSpec> types() {
        return types.stream().map(HostType::spec).toList();
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return find(type).map(held -> new HostReader(records(held)));
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return find(type).map(held -> records(held)::byId);
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        return find(type)
                .filter(held -> held.insert.isPresent() || held.update.isPresent() || held.archive.isPresent())
                .map(held -> new HostWriter(held, records(held)));
    }

    private HostRecords records(HostType type) {
        return new HostRecords(name, type);
    }

    private Optional<HostType> find(EntityType type) {
        return types.stream().filter(held -> held.type().equals(type)).findFirst();
    }

    @Override
    public void close() {}
}

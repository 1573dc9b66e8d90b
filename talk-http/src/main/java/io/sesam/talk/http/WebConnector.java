package io.sesam.talk.http;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A base class for connectors to one web API. It has a part for each type; subclasses add the check of the connection.
 */
public abstract class WebConnector implements Connector {
    private final HttpApi api;
    private final Map<EntityType, Part> parts = new LinkedHashMap<>();

    /**
     * The reader, look-up and writer of one type.
     *
     * @param writer empty where the system is read-only
     */
    public record Part(TypeSpec spec, Reader reader, Lookup lookup, Optional<Writer> writer) {
        /** Creates a part that reads and writes. */
        public Part(TypeSpec spec, Reader reader, Lookup lookup, Writer writer) {
            this(spec, reader, lookup, Optional.of(writer));
        }
    }

    /** Creates a connector. It closes the API when it is closed. */
    protected WebConnector(HttpApi api, List<Part> parts) {
        this.api = api;
        parts.forEach(part -> this.parts.put(part.spec().type(), part));
    }

    private Optional<Part> part(EntityType type) {
        return Optional.ofNullable(parts.get(type));
    }

    @Override
    public final List<TypeSpec> types() {
        api.beginRun();
        return parts.values().stream().map(Part::spec).map(this::present).toList();
    }

    /**
     * Returns the facts of a type as they are at present, such as without a field that the system lacks. Called at the
     * start of each run; may call the system.
     */
    protected TypeSpec present(TypeSpec spec) {
        return spec;
    }

    @Override
    public final Optional<Reader> reader(EntityType type) {
        return part(type).map(Part::reader);
    }

    @Override
    public final Optional<Lookup> lookup(EntityType type) {
        return part(type).map(Part::lookup);
    }

    @Override
    public final Optional<Writer> writer(EntityType type) {
        return part(type).flatMap(Part::writer);
    }

    /** Checks the system within five seconds, as {@link HttpApi#check}. */
    @Override
    public final Check check() {
        return check(parts.keySet());
    }

    /** Checks the system for some types, within five seconds, as {@link HttpApi#check}. */
    @Override
    public Check check(Set<EntityType> types) {
        return api.check(() -> checkSystem(types));
    }

    /**
     * Checks whether the connection works as configured. Sends nothing that writes.
     *
     * @param types the types that take part; nothing is asked about the others
     */
    protected abstract Check checkSystem(Set<EntityType> types);

    @Override
    public void close() {
        api.close();
    }
}

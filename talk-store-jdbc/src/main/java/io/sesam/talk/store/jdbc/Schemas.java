package io.sesam.talk.store.jdbc;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of all stored types. As the host declares them now, and for types no longer declared, as they were when
 * stored.
 */
final class Schemas {
    static final String ALL = "select type, name, kind, target, unit from properties order by type, position, name";
    private static final String PUT = """
            insert into properties (type, name, position, kind, target, unit) values (?, ?, ?, ?, ?, ?)
            on conflict (type, name) do update set
                position = excluded.position, kind = excluded.kind, target = excluded.target, unit = excluded.unit""";

    private final Map<EntityType, Schema> declared;
    private final Map<EntityType, Schema> stored = new HashMap<>();

    private Schemas(Map<EntityType, Schema> declared) {
        this.declared = Map.copyOf(declared);
    }

    /** Loads earlier declarations. */
    static Schemas loadForQueries(StoreDatabase database, Map<EntityType, Schema> declared) {
        Schemas schemas = new Schemas(declared);
        database.ask(() -> {
            schemas.read(database);
            return true;
        });
        return schemas;
    }

    /** Loads earlier declarations and stores the current ones. */
    static Schemas load(StoreDatabase database, Map<EntityType, Schema> declared) {
        Schemas schemas = loadForQueries(database, declared);
        if (!schemas.coverDeclared()) {
            database.change(() -> schemas.note(database));
        }
        return schemas;
    }

    /** Returns the properties for reading a type. */
    Schema of(EntityType type) {
        Schema schema = declared.getOrDefault(type, stored.get(type));
        if (schema == null) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "the store was opened without the type " + type
                            + "; include the type in the schemas given to the store");
        }
        return schema;
    }

    /** Refuses values of a schema unknown to the store. Such values could not be read back. */
    void check(Schema schema) {
        Schema known = of(schema.type());
        if (!known.equals(schema)) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "the store was opened with other properties of the type " + schema.type() + ": " + known + ", not "
                            + schema);
        }
    }

    /** Returns the former properties of a type. Their stored values are kept. */
    Set<String> retired(EntityType type) {
        Set<String> retired = new HashSet<>();
        Schema before = stored.get(type);
        if (before != null && declared.containsKey(type)) {
            before.properties().forEach(property -> retired.add(property.name()));
            of(type).properties().forEach(property -> retired.remove(property.name()));
        }
        return retired;
    }

    private void read(StoreDatabase database) throws SQLException {
        Map<EntityType, List<Property>> properties = new HashMap<>();
        database.list(
                ALL,
                StoreDatabase.Filler.NOTHING,
                row -> properties
                        .computeIfAbsent(row.type(), first -> new ArrayList<>())
                        .add(property(row.text(), Kind.valueOf(row.text()), row.optionalText(), row.optionalText())));
        properties.forEach((type, all) -> stored.put(type, Schema.of(type, all)));
    }

    private static Property property(String name, Kind kind, @Nullable String target, @Nullable String unit) {
        Property property = target == null ? Property.of(name, kind) : Property.reference(name, new EntityType(target));
        return unit == null ? property : property.inUnit(unit);
    }

    private boolean coverDeclared() {
        return declared.values().stream()
                .allMatch(schema -> stored.containsKey(schema.type())
                        && stored.get(schema.type()).properties().containsAll(schema.properties()));
    }

    private void note(StoreDatabase database) throws SQLException {
        for (Schema schema : declared.values()) {
            Collection<Property> properties = schema.properties();
            database.each(
                    PUT,
                    properties,
                    (binder, property) -> binder.text(schema.type().name())
                            .text(property.name())
                            .number(schema.index(property.name()))
                            .text(property.kind().name())
                            .text(property.target().map(EntityType::name).orElse(null))
                            .text(property.unit().orElse(null)));
        }
    }
}

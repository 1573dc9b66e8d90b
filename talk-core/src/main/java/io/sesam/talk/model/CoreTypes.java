package io.sesam.talk.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types that Talk brings along: the only list of them. */
public final class CoreTypes {
    private static final Map<EntityType, CoreType> TYPES = new LinkedHashMap<>();

    static {
        add(Person.SCHEMA, "email");
        add(Organisation.SCHEMA, "name");
        add(Product.SCHEMA, "name");
    }

    /** A type with its properties, and those of them that records are matched by. */
    private record CoreType(Schema schema, List<String> matchedBy) {}

    private CoreTypes() {}

    private static void add(Schema schema, String... matchedBy) {
        TYPES.put(schema.type(), new CoreType(schema, List.of(matchedBy)));
    }

    /** The properties of each, in the order of the list. */
    public static Collection<Schema> schemas() {
        return TYPES.values().stream().map(CoreType::schema).toList();
    }

    /** The properties of a type; empty for a type of the host's own. */
    public static Optional<Schema> schema(EntityType type) {
        return Optional.ofNullable(TYPES.get(type)).map(CoreType::schema);
    }

    /** The properties that must agree for two records to match by default; none for a type of the host's own. */
    public static List<String> matchedBy(EntityType type) {
        CoreType core = TYPES.get(type);
        return core == null ? List.of() : core.matchedBy();
    }
}

package io.sesam.talk.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The only list of Talk's built-in types. */
public final class CoreTypes {
    private static final Map<EntityType, CoreType> TYPES = new LinkedHashMap<>();

    static {
        add(Person.SCHEMA, "email");
        add(Organisation.SCHEMA, "name");
        add(Product.SCHEMA, "name");
    }

    /** A type with its schema and its default match properties. */
    private record CoreType(Schema schema, List<String> matchedBy) {}

    private CoreTypes() {}

    private static void add(Schema schema, String... matchedBy) {
        TYPES.put(schema.type(), new CoreType(schema, List.of(matchedBy)));
    }

    /** Returns the built-in schemas, in list order. */
    public static Collection<Schema> schemas() {
        return TYPES.values().stream().map(CoreType::schema).toList();
    }

    /** Returns the schema of a built-in type. Empty for a host's own type. */
    public static Optional<Schema> schema(EntityType type) {
        return Optional.ofNullable(TYPES.get(type)).map(CoreType::schema);
    }

    /**
     * Returns the default match properties of a type. Two records match when all of them agree; empty for a host's
     * own type.
     */
    public static List<String> matchedBy(EntityType type) {
        CoreType core = TYPES.get(type);
        return core == null ? List.of() : core.matchedBy();
    }
}

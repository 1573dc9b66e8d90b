package io.sesam.talk.settings;

import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.CoreTypes;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.settings.tree.ConfigSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code types}: types of the host's own, and further properties of Talk's.
 *
 * <pre>{@code
 * types:
 *   person: { title: text, employer: { kind: reference, target: organisation } }
 *   branch: { name: text, street: { unit: address }, zip: { unit: address } }
 * }</pre>
 */
final class TypeSettings {
    private final TalkBuilder builder;

    TypeSettings(TalkBuilder builder) {
        this.builder = builder;
    }

    void read(ConfigSection types) {
        types.sections((name, properties) ->
                SettingsNames.type(name, properties).ifPresent(type -> builder.type(schema(type, properties))));
    }

    private static Schema schema(EntityType type, ConfigSection properties) {
        Schema known = CoreTypes.schema(type).orElseGet(() -> Schema.of(type));
        if (properties.keys().isEmpty()) {
            properties.problem(properties.place() + " names no property, such as title: text");
        }
        List<Property> further = new ArrayList<>();
        for (String name : properties.keys()) {
            if (!known.accepts(name)) {
                properties.problem(properties.place(name) + ": Talk's own " + type + " has that property already");
            } else {
                property(name, properties).ifPresent(further::add);
            }
        }
        return known.with(further.toArray(Property[]::new));
    }

    private static Optional<Property> property(String name, ConfigSection properties) {
        ConfigSection facts = properties.orShort(name, "kind").knowing("kind", "target", "unit");
        try {
            Property property = property(name, facts.choice("kind", Kind.class, Kind.TEXT), facts);
            return Optional.of(facts.text("unit").map(property::inUnit).orElse(property));
        } catch (IllegalArgumentException e) {
            properties.problem(properties.place(name) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Property property(String name, Kind kind, ConfigSection facts) {
        if (kind == Kind.REFERENCE) {
            return facts.required("target", "the type that is pointed to, such as organisation")
                    .map(target -> Property.reference(name, new EntityType(target)))
                    .orElseGet(() -> Property.text(name));
        }
        if (facts.has("target")) {
            facts.problem(facts.place("target") + " is for the kind reference only");
        }
        return Property.of(name, kind);
    }
}

package io.sesam.talk.settings;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.settings.tree.ConfigSection;
import java.util.Optional;

/** Checks names of types and systems. */
final class SettingsNames {
    private SettingsNames() {}

    /** The type of a name; a name that can be none is a problem of the section. */
    static Optional<EntityType> type(String name, ConfigSection section) {
        try {
            return Optional.of(new EntityType(name));
        } catch (IllegalArgumentException e) {
            section.problem(section.place() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a system can have that name; the builder reports other names. */
    static boolean isSystem(String name) {
        try {
            return !new SystemName(name).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

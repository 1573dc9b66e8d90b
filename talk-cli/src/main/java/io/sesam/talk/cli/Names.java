package io.sesam.talk.cli;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.util.Optional;

/** Names of the file that follow a rule. */
final class Names {
    private Names() {}

    /** The type of a name; a name that can be none is a problem of the section. */
    static Optional<EntityType> type(String name, Section section) {
        try {
            return Optional.of(new EntityType(name));
        } catch (IllegalArgumentException e) {
            section.problem(section.place() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a system can have that name; the builder tells those who use another. */
    static boolean isSystem(String name) {
        try {
            return !new SystemName(name).value().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

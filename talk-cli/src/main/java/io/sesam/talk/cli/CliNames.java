package io.sesam.talk.cli;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.util.Optional;

/** Parses names of types, systems and records. */
final class CliNames {
    private CliNames() {}

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

    /** System and type hold no slash; an id may. */
    static RecordRef record(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3 || parts[2].isEmpty()) {
            throw new TalkException(ErrorCode.CONFIGURATION, "a record is named SYSTEM/TYPE/ID, such as crm/person/17");
        }
        return RecordRef.of(parts[0], new EntityType(parts[1]), parts[2]);
    }
}

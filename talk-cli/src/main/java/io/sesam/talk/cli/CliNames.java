package io.sesam.talk.cli;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;

/** Parses names of records. */
final class CliNames {
    private CliNames() {}

    /** System and type hold no slash; an id may. */
    static RecordRef record(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 3 || parts[2].isEmpty()) {
            throw new TalkException(ErrorCode.CONFIGURATION, "a record is named SYSTEM/TYPE/ID, such as crm/person/17");
        }
        return RecordRef.of(parts[0], new EntityType(parts[1]), parts[2]);
    }
}

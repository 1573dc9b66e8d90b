package io.sesam.talk.cli;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.RecordRef;

/** Names of records on the command line. */
final class CliNames {
    private CliNames() {}

    /** Parses one; a wrong one is an error of the person, not of the program. */
    static RecordRef record(String text) {
        try {
            return RecordRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TalkException(ErrorCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }
}

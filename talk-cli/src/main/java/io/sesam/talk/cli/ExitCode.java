package io.sesam.talk.cli;

import io.sesam.talk.error.ErrorCode;

/** Exit codes of the talk command. */
final class ExitCode {
    /** All went well. */
    static final int DONE = 0;
    /** Failed: the store is in use, or there is a bug. */
    static final int FAILED = 1;
    /** The command line or the settings file is not right; nothing was started. */
    static final int MISCONFIGURED = 2;
    /** Done, but something needs a person: a write is parked, a system is paused, a check found a problem. */
    static final int INCOMPLETE = 3;
    /** Held by the change limit; the others went on. */
    static final int HELD = 4;
    /** Interrupted by the person at the keyboard. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case CONFIGURATION -> MISCONFIGURED;
            case CANCELLED -> INTERRUPTED;
            default -> FAILED;
        };
    }
}

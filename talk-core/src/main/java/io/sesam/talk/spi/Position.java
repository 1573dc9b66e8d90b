package io.sesam.talk.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Where reading goes on; small enough to be kept with every page.
 *
 * <p>The engine keeps it with the page it came with, in one commit, and gives it back in a later run or after a crash.
 */
public sealed interface Position {
    /** The greatest length of {@link #text()}. */
    int MAX_LENGTH = 65_536;

    /**
     * After a moment and, among the records of that moment, after an id: what is changed later than {@code time}, or at
     * {@code time} with an id not less than {@code id}. At the start of a run the engine goes back by the type's index
     * lag, with an empty id.
     *
     * @param time inclusive
     * @param id inclusive; empty for all of that moment
     */
    record Keyset(Instant time, String id) implements Position {
        @Override
        public String text() {
            return "k" + time + " " + id;
        }

        @Override
        public Position rewoundBy(Duration lag) {
            return lag.isZero() ? this : new Keyset(time.minus(lag), "");
        }
    }

    /**
     * Whatever the reader needs to know; kept to the letter.
     *
     * @param value the reader's own words
     */
    record Token(String value) implements Position {
        @Override
        public String text() {
            return "t" + value;
        }

        @Override
        public Position rewoundBy(Duration lag) {
            return this;
        }
    }

    /** As text; {@link #parse} reads it again. */
    String text();

    /** Further back by as much as the system's index may lag. */
    Position rewoundBy(Duration lag);

    /** Reads what {@link #text()} made. */
    static Position parse(String text) {
        try {
            if (text.startsWith("k")) {
                int space = text.indexOf(' ');
                return new Keyset(Instant.parse(text.substring(1, space)), text.substring(space + 1));
            }
            if (text.startsWith("t")) {
                return new Token(text.substring(1));
            }
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("no position: " + text, e);
        }
        throw new IllegalArgumentException("no position: " + text);
    }
}

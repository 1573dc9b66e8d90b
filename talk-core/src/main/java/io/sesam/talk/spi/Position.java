package io.sesam.talk.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * The position where reading continues. Small, because it is stored with every page.
 *
 * <p>The engine commits it together with its page, and returns it to the reader in a later run or after a crash.
 */
public sealed interface Position {
    /** The greatest length of {@link #text()}. */
    int MAX_LENGTH = 65_536;

    /**
     * A position by time and id. It covers changes later than {@code time}, or at {@code time} with an id not less
     * than {@code id}. At the start of a run the engine moves it back by the type's index lag, with an empty id.
     *
     * @param time inclusive
     * @param id inclusive; empty for all records of that time
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
     * A position in the reader's own format, stored unchanged.
     *
     * @param value the reader's own text
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

    /** Returns the text form; {@link #parse} reads it. */
    String text();

    /** Returns a position moved back by the system's index lag. */
    Position rewoundBy(Duration lag);

    /** Parses the text form of a position. */
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
            throw new IllegalArgumentException("not a position: " + text, e);
        }
        throw new IllegalArgumentException("not a position: " + text);
    }
}

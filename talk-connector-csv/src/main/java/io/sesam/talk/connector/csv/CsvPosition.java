package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.history.FileHistory;
import io.sesam.talk.spi.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a reading.
 *
 * @param base the generation to compare the file with; empty for a complete listing
 * @param generation the generation of the listing in progress; empty before the next one begins
 * @param from the number of changes of that listing already returned
 */
record CsvPosition(String base, String generation, int from) {
    /** The position before the first reading. */
    static final CsvPosition START = new CsvPosition("", "", 0);

    private static final Pattern FORM = Pattern.compile("([0-9a-f]*|none)(?:>([0-9a-f]+|none)@([0-9]{1,9}))?");

    /** Returns the position after a complete reading. */
    static CsvPosition after(String generation) {
        return new CsvPosition(generation, "", 0);
    }

    /** Parses a position. A position in another format counts as a lost generation. */
    static CsvPosition parse(Position position) {
        Matcher form = FORM.matcher(position instanceof Position.Token token ? token.value() : "?");
        if (!form.matches() || position.text().length() == 1) {
            return after(FileHistory.NOTHING);
        }
        return form.group(2) == null
                ? after(form.group(1))
                : new CsvPosition(form.group(1), form.group(2), Integer.parseInt(form.group(3)));
    }

    Position position() {
        return new Position.Token(generation.isEmpty() ? base : base + ">" + generation + "@" + from);
    }

    boolean isStart() {
        return equals(START);
    }

    /** Reports whether a listing is in progress. */
    boolean isWithin() {
        return !generation.isEmpty();
    }
}

package io.sesam.talk.connector.csv;

import io.sesam.talk.spi.Position;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where reading goes on.
 *
 * @param base the generation to compare the file with; empty for a complete listing
 * @param generation what the listing under way was begun with; empty when the next one begins
 * @param from how many changes of that listing have been handed out
 */
record CsvPosition(String base, String generation, int from) {
    /** Before everything. */
    static final CsvPosition START = new CsvPosition("", "", 0);

    private static final Pattern FORM = Pattern.compile("([0-9a-f]*|none)(?:>([0-9a-f]+|none)@([0-9]{1,9}))?");

    /** The next listing begins from a generation. */
    static CsvPosition after(String generation) {
        return new CsvPosition(generation, "", 0);
    }

    /** Reads a position; one that is not of this connector's making is like a generation that is lost. */
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

    /** Whether a listing is under way. */
    boolean isWithin() {
        return !generation.isEmpty();
    }
}

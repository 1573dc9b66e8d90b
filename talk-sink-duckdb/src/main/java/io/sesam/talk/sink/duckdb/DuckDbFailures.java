package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what DuckDB says into what a person should do.
 *
 * <p>DuckDB's own words may quote the values of a row, so they reach the debug log only, and are nobody's cause (R37).
 */
final class DuckDbFailures {
    private record Known(String sign, ErrorCode code, String sentence) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "set lock on file",
                    ErrorCode.UNWRITABLE,
                    "is open in another program%s; close it there and run again"),
            new Known(
                    "used by another process",
                    ErrorCode.UNWRITABLE,
                    "is open in another program%s; close it there and run again"),
            new Known(
                    "different configuration",
                    ErrorCode.UNWRITABLE,
                    "is open in this program with other options, such as read-only; close that connection, or open it"
                            + " without options"),
            new Known(
                    "not a valid duckdb",
                    ErrorCode.UNREADABLE,
                    "is not a DuckDB file; move it away or name another path"),
            new Known(
                    "database file with version",
                    ErrorCode.UNREADABLE,
                    "was written by another version of DuckDB than this one can read; name another path, and it will be"
                            + " built anew"),
            new Known(
                    "no space left",
                    ErrorCode.UNWRITABLE,
                    "cannot grow: the disk is full; free some space and run again"),
            new Known(
                    "not enough space",
                    ErrorCode.UNWRITABLE,
                    "cannot grow: the disk is full; free some space and run again"),
            new Known(
                    "disk quota",
                    ErrorCode.UNWRITABLE,
                    "cannot grow: the disk quota is used up; free some space and run again"),
            new Known(
                    "permission denied",
                    ErrorCode.UNWRITABLE,
                    "may not be written; change its permissions and those of its directory"),
            new Known(
                    "read-only",
                    ErrorCode.UNWRITABLE,
                    "is on a disk or in a connection that is read-only; name another path"),
            new Known("is a directory", ErrorCode.UNWRITABLE, "is a directory; name a file in it"),
            new Known(
                    "out of memory",
                    ErrorCode.UNWRITABLE,
                    "needs more memory than the setting memory allows; set a higher one"),
            new Known(
                    "constraint",
                    ErrorCode.UNWRITABLE,
                    "has a rule of another maker, such as a unique index, that the rows of one of Talk's tables do not"
                            + " obey; drop it and run again"),
            new Known("conflict", ErrorCode.UNWRITABLE, "was changed by somebody else at the same time; run again"),
            new Known(
                    "dependency error",
                    ErrorCode.UNWRITABLE,
                    "has something of another maker, such as an index, on one of Talk's tables; drop that and run again"));

    private static final Pattern HOLDER = Pattern.compile("held in (?:.*[/\\\\])?([^/\\\\]+?) \\(PID (\\d+)\\)");
    private static final Pattern KIND = Pattern.compile("([A-Za-z ]{1,40}?)(?: Error)?:.*", Pattern.DOTALL);
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbFailures.class);

    private DuckDbFailures() {}

    /** What happened while something was done with the file; {@code what} names a table, column or row, never a value. */
    static TalkException of(Path path, String what, SQLException failure) {
        LOG.debug("{} of {}", what, path, failure);
        String said = Objects.requireNonNullElse(failure.getMessage(), "");
        String lower = said.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> lower.contains(known.sign()))
                .findFirst()
                .map(known -> new TalkException(
                        known.code(), path + " " + known.sentence().formatted(holder(said))))
                .orElseGet(() -> new TalkException(
                        ErrorCode.UNWRITABLE,
                        path + ": " + what + place(failure) + " failed with DuckDB's error \"" + kind(failure, said)
                                + "\"; its words are in the debug log, as they may quote values"));
    }

    private static String place(SQLException failure) {
        return failure instanceof FailedAt at ? " (" + at.place() + ")" : "";
    }

    private static String holder(String said) {
        Matcher matcher = HOLDER.matcher(said);
        return matcher.find() ? " (" + matcher.group(1) + ", process " + matcher.group(2) + ")" : "";
    }

    private static String kind(SQLException failure, String said) {
        Matcher matcher = KIND.matcher(said);
        return matcher.matches() ? matcher.group(1) : failure.getClass().getSimpleName();
    }
}

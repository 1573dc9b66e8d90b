package io.sesam.talk.sink.duckdb;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The translation of DuckDB's errors to actions.
 *
 * <p>DuckDB's messages may quote row values, so they are written to the debug log only, and are not the cause of the
 * exception.
 */
final class DuckDbFailures {
    private record Known(String sign, ErrorCode code, String sentence) {}

    /** The machines that DuckDB's jar has a library for, and Talk's build a jar. */
    private static final Set<String> PLATFORMS = Set.of("linux_amd64", "linux_arm64", "macos_arm64", "windows_amd64");

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
                    "is not a DuckDB file; move it away or set another path"),
            new Known(
                    "database file with version",
                    ErrorCode.UNREADABLE,
                    "was written by a DuckDB version that this one cannot read; set another path, and the"
                            + " tables will be rebuilt there"),
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
                    "is not writable; change its permissions and those of its directory"),
            new Known(
                    "read-only",
                    ErrorCode.UNWRITABLE,
                    "is on a read-only disk or opened by a read-only connection; set another path"),
            new Known("is a directory", ErrorCode.UNWRITABLE, "is a directory; set the path of a file in it"),
            new Known(
                    "out of memory",
                    ErrorCode.UNWRITABLE,
                    "needs more memory than the setting memory allows; increase it"),
            new Known(
                    "constraint",
                    ErrorCode.UNWRITABLE,
                    "has a constraint that Talk did not create, such as a unique index, and rows of Talk's"
                            + " tables violate it; drop it and run again"),
            new Known(
                    "conflict", ErrorCode.UNWRITABLE, "was changed by another connection at the same time; run again"),
            new Known(
                    "dependency error",
                    ErrorCode.UNWRITABLE,
                    "has an object that Talk did not create, such as an index, on one of Talk's tables; drop"
                            + " it and run again"));

    private static final Pattern HOLDER = Pattern.compile("held in (?:.*[/\\\\])?([^/\\\\]+?) \\(PID (\\d+)\\)");
    private static final Pattern KIND = Pattern.compile("([A-Za-z ]{1,40}?)(?: Error)?:.*", Pattern.DOTALL);
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbFailures.class);

    private DuckDbFailures() {}

    /** The failure to find DuckDB's native library. */
    static TalkException ofLibrary(String platform) {
        String help = PLATFORMS.contains(platform)
                ? "Use talk-" + platform.replace('_', '-') + ".jar, or put org.duckdb:duckdb_jdbc on the class path"
                : "DuckDB's own jar has none for it either: use another machine, or leave the sink out";
        return new TalkException(
                ErrorCode.UNWRITABLE,
                "DuckDB has no native library for this machine (" + platform
                        + ") here: talk-slim.jar comes without any, and"
                        + " talk.jar with that of one kind of machine. " + help);
    }

    /**
     * Translates a failure during an action.
     *
     * @param what the action, naming a table, column or row, never a value
     */
    static TalkException of(Path path, String what, SQLException failure) {
        LOG.debug("{} of {}", what, path, failure);
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        String lower = message.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> lower.contains(known.sign()))
                .findFirst()
                .map(known -> new TalkException(
                        known.code(), path + " " + known.sentence().formatted(holder(message))))
                .orElseGet(() -> new TalkException(
                        ErrorCode.UNWRITABLE,
                        path + ": " + what + place(failure) + " failed with DuckDB's error \"" + kind(failure, message)
                                + "\"; the full message is in the debug log, because it may quote values"));
    }

    private static String place(SQLException failure) {
        return failure instanceof RowAppender.FailedAt at ? " (" + at.place() + ")" : "";
    }

    private static String holder(String message) {
        Matcher matcher = HOLDER.matcher(message);
        return matcher.find() ? " (" + matcher.group(1) + ", process " + matcher.group(2) + ")" : "";
    }

    private static String kind(SQLException failure, String message) {
        Matcher matcher = KIND.matcher(message);
        return matcher.matches() ? matcher.group(1) : failure.getClass().getSimpleName();
    }
}

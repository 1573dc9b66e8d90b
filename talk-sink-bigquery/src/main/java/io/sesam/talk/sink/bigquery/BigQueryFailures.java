package io.sesam.talk.sink.bigquery;

import com.google.auth.Retryable;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what BigQuery says into what a person should do.
 *
 * <p>BigQuery's own words may quote the values of a row, so they reach the debug log only, and are nobody's cause (R37).
 * Its reasons are words of a list: {@code accessDenied}, {@code quotaExceeded} and so on.
 */
final class BigQueryFailures {
    /** A sign is looked for in the reason and in the words, both in lower case. */
    private record Known(String sign, ErrorCode code, String sentence) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    MergeStatements.OTHER_HISTORY.toLowerCase(Locale.ROOT),
                    ErrorCode.BUG,
                    "the tables do not hold what came before these changes; rebuild them"),
            new Known(
                    "too many dml statements",
                    ErrorCode.UNREACHABLE,
                    "BigQuery has as many changes of a table waiting as it takes; run again when they are done"),
            new Known(
                    "aborted due to concurrent",
                    ErrorCode.UNREACHABLE,
                    "somebody else changed one of the tables at the same time; run again"),
            new Known(
                    "could not serialize access",
                    ErrorCode.UNREACHABLE,
                    "somebody else changed one of the tables at the same time; run again"),
            new Known(
                    "billingnotenabled",
                    ErrorCode.ACCESS_REFUSED,
                    "the project has no billing, without which BigQuery changes no rows; enable it"),
            new Known(
                    "billing has not been enabled",
                    ErrorCode.ACCESS_REFUSED,
                    "the project has no billing, without which BigQuery changes no rows; enable it"),
            new Known(
                    "accessdenied",
                    ErrorCode.ACCESS_REFUSED,
                    "BigQuery refuses access; give the account the roles BigQuery Data Editor on the dataset (BigQuery"
                            + " Data Owner to make it) and BigQuery Job User on the project"),
            new Known(
                    "responsetoolarge",
                    ErrorCode.UNWRITABLE,
                    "the answer is larger than BigQuery gives; please report this"),
            new Known(
                    "quotaexceeded",
                    ErrorCode.QUOTA_EXHAUSTED,
                    "a quota of the project is used up; wait until it is given anew or have it raised"),
            new Known("ratelimitexceeded", ErrorCode.UNREACHABLE, "BigQuery asks for fewer calls; run again later"),
            new Known("resourcesexceeded", ErrorCode.UNREACHABLE, "BigQuery had too little at hand; run again later"),
            new Known("backenderror", ErrorCode.UNREACHABLE, "BigQuery failed on its side; run again later"),
            new Known("internalerror", ErrorCode.UNREACHABLE, "BigQuery failed on its side; run again later"),
            new Known("stopped", ErrorCode.UNREACHABLE, "somebody cancelled the job; run again"));

    private static final Logger LOG = LoggerFactory.getLogger(BigQueryFailures.class);

    private BigQueryFailures() {}

    /** What happened while something was done; {@code what} names a table, column or row, never a value. */
    static TalkException of(String what, BigQueryException failure) {
        if (failure.getError() == null && causedByCredentials(failure)) {
            LOG.debug("{}", what, failure);
            return new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    what + " failed: Google does not accept the credentials; look whether the key is revoked, or name"
                            + " another file");
        }
        String reason = failure.getError() == null
                ? failure.getReason()
                : failure.getError().getReason();
        return of(what, failure.getCode(), reason, failure.getMessage(), failure);
    }

    /** What a job ended with. */
    static TalkException of(String what, BigQueryError error) {
        return of(what, 0, error.getReason(), error.getMessage(), null);
    }

    private static TalkException of(
            String what, int status, @Nullable String reason, @Nullable String words, @Nullable Exception failure) {
        LOG.debug("{}: {} {} {}", what, status, reason, words, failure);
        String said = Objects.requireNonNullElse(reason, "") + " " + Objects.requireNonNullElse(words, "");
        String lower = said.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> lower.contains(known.sign()))
                .findFirst()
                .map(known -> new TalkException(known.code(), what + " failed: " + known.sentence()))
                .orElseGet(() -> byStatus(what, status, reason, failure));
    }

    private static TalkException byStatus(
            String what, int status, @Nullable String reason, @Nullable Exception failure) {
        if (status >= 500 || status == 0 && failure != null) {
            return new TalkException(
                    ErrorCode.UNREACHABLE,
                    what + " failed: BigQuery " + (status == 0 ? "cannot be reached" : "answers with " + status)
                            + "; run again later");
        }
        if (status == 401 || status == 403) {
            return new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    what + " failed: BigQuery answers with " + status + "; look at the credentials and their roles");
        }
        return new TalkException(
                ErrorCode.UNWRITABLE,
                what + " failed with BigQuery's reason \"" + (reason == null ? Integer.toString(status) : word(reason))
                        + "\"; its words are in the debug log, as they may quote values");
    }

    /** A reason is one word; whatever is not is not told. */
    private static String word(String reason) {
        return reason.matches("[A-Za-z_]{1,60}") ? reason : "unknown";
    }

    private static boolean causedByCredentials(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Retryable auth && !auth.isRetryable()) {
                return true;
            }
        }
        return false;
    }
}

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
 * The translation of BigQuery's errors to actions.
 *
 * <p>BigQuery's messages may quote row values, so they are written to the debug log only, and are not the cause of the
 * exception. Its reasons come from a fixed list: {@code accessDenied}, {@code quotaExceeded} and so on.
 */
final class BigQueryFailures {
    /** A known error. Its sign is searched in the reason and in the message, both in lower case. */
    private record Known(String sign, ErrorCode code, String sentence) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    MergeStatements.OTHER_HISTORY.toLowerCase(Locale.ROOT),
                    ErrorCode.BUG,
                    "the tables do not contain the state before these changes; rebuild them"),
            new Known(
                    "too many dml statements",
                    ErrorCode.UNREACHABLE,
                    "BigQuery has the maximum number of changes of one table waiting; run again when they"
                            + " have finished"),
            new Known(
                    "aborted due to concurrent",
                    ErrorCode.UNREACHABLE,
                    "another job changed one of the tables at the same time; run again"),
            new Known(
                    "could not serialize access",
                    ErrorCode.UNREACHABLE,
                    "another job changed one of the tables at the same time; run again"),
            new Known(
                    "billingnotenabled",
                    ErrorCode.ACCESS_REFUSED,
                    "billing is not enabled for the project, and BigQuery requires it for changing rows;"
                            + " enable it"),
            new Known(
                    "billing has not been enabled",
                    ErrorCode.ACCESS_REFUSED,
                    "billing is not enabled for the project, and BigQuery requires it for changing rows;"
                            + " enable it"),
            new Known(
                    "accessdenied",
                    ErrorCode.ACCESS_REFUSED,
                    "BigQuery refuses access; grant the account the roles BigQuery Data Editor on the"
                            + " dataset (BigQuery Data Owner to create it) and BigQuery Job User on the project"),
            new Known(
                    "responsetoolarge",
                    ErrorCode.UNWRITABLE,
                    "the response is larger than BigQuery's limit; please report this"),
            new Known(
                    "quotaexceeded",
                    ErrorCode.QUOTA_EXHAUSTED,
                    "a quota of the project is used up; wait until it is renewed, or have it raised"),
            new Known("ratelimitexceeded", ErrorCode.UNREACHABLE, "BigQuery asks for fewer calls; run again later"),
            new Known(
                    "resourcesexceeded",
                    ErrorCode.UNREACHABLE,
                    "BigQuery has too few resources at the moment; run again later"),
            new Known("backenderror", ErrorCode.UNREACHABLE, "BigQuery had an internal error; run again later"),
            new Known("internalerror", ErrorCode.UNREACHABLE, "BigQuery had an internal error; run again later"),
            new Known("stopped", ErrorCode.UNREACHABLE, "the job was cancelled by another user; run again"));

    private static final Logger LOG = LoggerFactory.getLogger(BigQueryFailures.class);

    private BigQueryFailures() {}

    /**
     * Translates a failure during an action.
     *
     * @param what the action, naming a table, column or row, never a value
     */
    static TalkException of(String what, BigQueryException failure) {
        if (failure.getError() == null && causedByCredentials(failure)) {
            LOG.debug("{}", what, failure);
            return new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    what + " failed: Google does not accept the credentials; check whether the key is revoked, or"
                            + " set another file");
        }
        String reason = failure.getError() == null
                ? failure.getReason()
                : failure.getError().getReason();
        return of(what, failure.getCode(), reason, failure.getMessage(), failure);
    }

    /** Translates the error of a job. */
    static TalkException of(String what, BigQueryError error) {
        return of(what, 0, error.getReason(), error.getMessage(), null);
    }

    private static TalkException of(
            String what, int status, @Nullable String reason, @Nullable String message, @Nullable Exception failure) {
        LOG.debug("{}: {} {} {}", what, status, reason, message, failure);
        String text = Objects.requireNonNullElse(reason, "") + " " + Objects.requireNonNullElse(message, "");
        String lower = text.toLowerCase(Locale.ROOT);
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
                    what + " failed: BigQuery " + (status == 0 ? "cannot be reached" : "answered with status " + status)
                            + "; run again later");
        }
        if (status == 401 || status == 403) {
            return new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    what + " failed: BigQuery answered with status " + status
                            + "; check the credentials and their roles");
        }
        return new TalkException(
                ErrorCode.UNWRITABLE,
                what + " failed with BigQuery's reason \""
                        + (reason == null ? Integer.toString(status) : oneWord(reason))
                        + "\"; the full message is in the debug log, because it may quote values");
    }

    /** Returns a reason if it is one word. Anything else might be a value. */
    private static String oneWord(String reason) {
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

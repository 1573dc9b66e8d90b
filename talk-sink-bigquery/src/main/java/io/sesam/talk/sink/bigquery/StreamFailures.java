package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.Exceptions;
import com.google.cloud.bigquery.storage.v1.RowError;
import io.grpc.Status;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The translation of Storage Write API errors. Its messages may quote values and are written to the debug log only.
 *
 * <p>When one row is refused, none of its request is written. An offset that exists already means that the rows were
 * written.
 */
final class StreamFailures {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFailures.class);

    private StreamFailures() {}

    static TalkException of(String what, AppendRowsResponse response, List<String> ids) {
        LOG.debug("{}: {}", what, response);
        return response.getRowErrorsCount() > 0
                ? rows(
                        what,
                        response.getRowErrorsList().stream()
                                .map(RowError::getIndex)
                                .toList(),
                        ids)
                : byCode(
                        what,
                        Status.fromCodeValue(response.getError().getCode()).getCode());
    }

    /** Returns only if the rows were written after all. */
    static void throwUnlessThere(String what, Throwable failure, List<String> ids) {
        if (failure instanceof TalkException known) {
            throw known;
        }
        LOG.debug("{}", what, failure);
        Throwable known = failure;
        if (!(known instanceof Exceptions.StorageException) && !(known instanceof Exceptions.AppendSerializtionError)) {
            Throwable translated = Exceptions.toStorageException(failure);
            known = translated == null ? failure : translated;
        }
        if (known instanceof Exceptions.OffsetAlreadyExists) {
            return;
        }
        if (known instanceof Exceptions.AppendSerializtionError rows) {
            Map<Integer, String> wrong = rows.getRowIndexToErrorMessage();
            throw rows(what, wrong.keySet().stream().map(Integer::longValue).toList(), ids);
        }
        if (known instanceof Exceptions.OffsetOutOfRange) {
            throw new TalkException(
                    ErrorCode.UNREACHABLE, what + " failed: rows of an earlier request are missing; run again");
        }
        throw byCode(what, Status.fromThrowable(failure).getCode());
    }

    private static TalkException rows(String what, List<Long> indexes, List<String> ids) {
        TreeSet<String> refused = new TreeSet<>();
        indexes.forEach(index -> refused.add(ids.get(index.intValue())));
        return new TalkException(
                ErrorCode.UNWRITABLE,
                what + " failed: BigQuery refuses the rows " + String.join(", ", refused)
                        + "; none of their request was written; the full message is in the debug log, because it"
                        + " may quote values");
    }

    private static TalkException byCode(String what, Status.Code code) {
        return switch (code) {
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                new TalkException(
                        ErrorCode.ACCESS_REFUSED,
                        what + " failed: BigQuery refuses access; grant the account the role BigQuery Data Editor");
            case RESOURCE_EXHAUSTED ->
                new TalkException(
                        ErrorCode.QUOTA_EXHAUSTED, what + " failed: a quota of the project is used up; have it raised");
            case INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION ->
                new TalkException(
                        ErrorCode.UNWRITABLE,
                        what + " failed with " + code
                                + "; the full message is in the debug log, because it may quote values");
            default ->
                new TalkException(
                        ErrorCode.UNREACHABLE, what + " failed: BigQuery answered with " + code + "; run again later");
        };
    }
}

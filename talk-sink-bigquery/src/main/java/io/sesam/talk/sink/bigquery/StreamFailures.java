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
 * What the Storage Write API says, as what a person should do; its words may quote values and reach the debug log only.
 *
 * <p>When one row is refused none of its request is written. An offset that is there already means that the rows are.
 */
final class StreamFailures {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFailures.class);

    private StreamFailures() {}

    static TalkException of(String what, AppendRowsResponse said, List<String> ids) {
        LOG.debug("{}: {}", what, said);
        return said.getRowErrorsCount() > 0
                ? rows(
                        what,
                        said.getRowErrorsList().stream().map(RowError::getIndex).toList(),
                        ids)
                : byCode(what, Status.fromCodeValue(said.getError().getCode()).getCode());
    }

    /** Returns only when the rows are there all the same. */
    static void throwUnlessThere(String what, Throwable failure, List<String> ids) {
        if (failure instanceof TalkException told) {
            throw told;
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
                    ErrorCode.UNREACHABLE, what + " failed: rows that were sent before are not there; run again");
        }
        throw byCode(what, Status.fromThrowable(failure).getCode());
    }

    private static TalkException rows(String what, List<Long> indexes, List<String> ids) {
        TreeSet<String> refused = new TreeSet<>();
        indexes.forEach(index -> refused.add(ids.get(index.intValue())));
        return new TalkException(
                ErrorCode.UNWRITABLE,
                what + " failed: BigQuery refuses the rows " + String.join(", ", refused)
                        + "; none of their request was written; its words are in the debug log, as they may quote values");
    }

    private static TalkException byCode(String what, Status.Code code) {
        return switch (code) {
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                new TalkException(
                        ErrorCode.ACCESS_REFUSED,
                        what + " failed: BigQuery refuses access; give the account the role BigQuery Data Editor");
            case RESOURCE_EXHAUSTED ->
                new TalkException(
                        ErrorCode.QUOTA_EXHAUSTED, what + " failed: a quota of the project is used up; have it raised");
            case INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION ->
                new TalkException(
                        ErrorCode.UNWRITABLE,
                        what + " failed with " + code + "; its words are in the debug log, as they may quote values");
            default ->
                new TalkException(ErrorCode.UNREACHABLE, what + " failed: BigQuery says " + code + "; run again later");
        };
    }
}

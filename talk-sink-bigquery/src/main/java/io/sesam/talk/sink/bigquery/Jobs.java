package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.SinkMark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BigQuery jobs from submission to completion.
 *
 * <p>Every job gets an id before it is submitted. When the response is lost, or reports that the job exists already,
 * the job is looked up by its id: it is never submitted twice. Jobs are polled until they are done; a job that takes
 * longer than the setting {@code patience} is cancelled.
 */
final class Jobs {
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final BigQueryClient bigQueryClient;
    private final PluginContext context;
    private @Nullable String location;

    Jobs(BigQueryClient bigQueryClient, PluginContext context) {
        this.bigQueryClient = bigQueryClient;
        this.context = context;
        this.location = bigQueryClient.settings().location().orElse(null);
    }

    /** Sets the location; jobs are looked up by it. */
    void in(String place) {
        location = place;
        bigQueryClient.in(place);
    }

    /** Returns a name unique to this run. */
    String unique() {
        return HexFormat.of().toHexDigits(context.clock().millis()) + "_"
                + HexFormat.of().toHexDigits(context.random().nextLong());
    }

    JobId newId(String prefix) {
        JobId.Builder id = JobId.newBuilder()
                .setProject(bigQueryClient.settings().project())
                .setJob(prefix + "_" + unique());
        return location == null ? id.build() : id.setLocation(location).build();
    }

    /** Runs one statement. */
    void run(String what, String statement) {
        finish(what, query(what, QueryJobConfiguration.of(statement)));
    }

    /** Runs statements as one script. The mark becomes the parameters {@code @history} and {@code @sequence}. */
    void run(String what, List<String> script, SinkMark mark) {
        QueryJobConfiguration query = QueryJobConfiguration.newBuilder(String.join(";\n", script) + ";")
                .setNamedParameters(Map.of(
                        "history", QueryParameterValue.string(mark.history()),
                        "sequence", QueryParameterValue.int64(mark.sequence())))
                .setUseLegacySql(false)
                .build();
        finish(what, query(what, query));
    }

    /** Runs a query and reads all rows. For small results. */
    List<FieldValueList> rows(String what, String select) {
        Job job = finish(what, query(what, QueryJobConfiguration.of(select)));
        try {
            List<FieldValueList> rows = new ArrayList<>();
            job.getQueryResults().iterateAll().forEach(rows::add);
            return rows;
        } catch (BigQueryException e) {
            throw BigQueryFailures.of(what, e);
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    /** Validates a statement without running it. */
    void dryRun(String what, String statement) {
        QueryJobConfiguration query = QueryJobConfiguration.newBuilder(statement)
                .setDryRun(true)
                .setUseLegacySql(false)
                .build();
        bigQueryClient.ask(what, client -> client.create(JobInfo.of(newId("talk_check"), query)));
    }

    private Job query(String what, JobConfiguration query) {
        JobId id = newId("talk_query");
        try {
            return bigQueryClient.client().create(JobInfo.of(id, query));
        } catch (BigQueryException e) {
            return find(what, id, e);
        }
    }

    /** Finds a job after a failed submission. Empty when the job was not created. */
    Job find(String what, JobId id, BigQueryException failure) {
        boolean mayBeThere = failure.getCode() == 409 || failure.getCode() == 0 || failure.getCode() >= 500;
        Job job = mayBeThere ? lookUp(id) : null;
        if (job == null) {
            throw BigQueryFailures.of(what, failure);
        }
        return job;
    }

    private @Nullable Job lookUp(JobId id) {
        try {
            return bigQueryClient.client().getJob(id);
        } catch (BigQueryException e) {
            // the original failure says more
            return null;
        }
    }

    /** Waits for a job; throws its error. */
    Job finish(String what, Job job) {
        Job finished = waitFor(what, job);
        JobStatus status = finished.getStatus();
        if (status.getError() != null) {
            throw BigQueryFailures.of(what, status.getError());
        }
        return finished;
    }

    /** Waits for a job, however it ends. */
    Job waitFor(String what, Job begun) {
        Instant end = context.clock().instant().plus(bigQueryClient.settings().patience());
        Duration wait = FIRST_WAIT;
        Job job = begun;
        while (!isOver(job)) {
            if (context.clock().instant().isAfter(end)) {
                cancel(job);
                throw new TalkException(
                        ErrorCode.UNREACHABLE,
                        what + " took longer than " + bigQueryClient.settings().patience()
                                + " and was cancelled; run again, or set a longer patience");
            }
            sleep(what, wait, job);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            job = reload(what, job.getJobId());
        }
        return job;
    }

    private Job reload(String what, JobId id) {
        Job job = bigQueryClient.ask(what, client -> client.getJob(id));
        if (job == null) {
            throw new TalkException(ErrorCode.UNREACHABLE, what + " failed: BigQuery no longer has the job; run again");
        }
        return job;
    }

    private static boolean isOver(Job job) {
        return job.getStatus() != null
                && JobStatus.State.DONE.equals(job.getStatus().getState());
    }

    private void sleep(String what, Duration wait, Job job) {
        try {
            context.sleeper().sleep(wait);
        } catch (InterruptedException e) {
            cancel(job);
            throw interrupted(what);
        }
    }

    private void cancel(Job job) {
        try {
            bigQueryClient.client().cancel(job.getJobId());
        } catch (BigQueryException e) {
            BigQueryFailures.of("cancelling a job", e);
        }
    }

    private static TalkException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new TalkException(ErrorCode.CANCELLED, what + " was cancelled by the host");
    }

    /** Returns all errors of a finished job; empty after success. */
    static List<BigQueryError> errors(Job job) {
        JobStatus status = job.getStatus();
        if (status.getError() == null) {
            return List.of();
        }
        List<BigQueryError> errors = new ArrayList<>(List.of(status.getError()));
        if (status.getExecutionErrors() != null) {
            errors.addAll(status.getExecutionErrors());
        }
        return errors;
    }
}

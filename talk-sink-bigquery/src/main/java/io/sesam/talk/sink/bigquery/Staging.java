package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.PrimaryKey;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableConstraints;
import com.google.cloud.bigquery.TableDataWriteChannel;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.WriteChannelConfiguration;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One staging table: made, filled by one load job however many rows there are, and dropped.
 *
 * <p>Rows go out as they come, in pieces of a few megabytes; the load job begins with the last piece. So a table that is
 * closed before was never filled, and memory stays bounded. It expires by itself should nobody be left to drop it.
 */
final class Staging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final Duration LIFE = Duration.ofDays(1);
    private static final int PIECE = 4 * 1024 * 1024;
    private static final String LOADING = "loading rows into the staging table";

    private final BigQueryClient bigQueryClient;
    private final Jobs jobs;
    private final BigQueryLayout layout;
    private final TableId table;
    private final JobId load;
    private final RowPositions positions = new RowPositions();
    private final Set<String> types = new TreeSet<>();
    private final TableDataWriteChannel channel;
    private @Nullable Job begun;

    private Staging(
            BigQueryClient bigQueryClient,
            Jobs jobs,
            BigQueryLayout layout,
            TableId table,
            JobId load,
            TableDataWriteChannel channel) {
        this.bigQueryClient = bigQueryClient;
        this.jobs = jobs;
        this.layout = layout;
        this.table = table;
        this.load = load;
        this.channel = channel;
    }

    static Staging open(BigQueryClient bigQueryClient, Jobs jobs, BigQueryLayout layout, long now) {
        StandardTableDefinition definition = StandardTableDefinition.of(StagingSchema.of(layout));
        return open(bigQueryClient, jobs, layout, BigQueryNames.STAGING, definition, "staging", now);
    }

    /** One that is to stay: it has a key and an order, and expires only as long as nobody has kept it. */
    static Staging openLasting(BigQueryClient bigQueryClient, Jobs jobs, BigQueryLayout layout, long now) {
        StandardTableDefinition definition = StandardTableDefinition.newBuilder()
                .setSchema(StagingSchema.of(layout))
                .setClustering(
                        Clustering.newBuilder().setFields(List.of("golden_id")).build())
                .setTableConstraints(TableConstraints.newBuilder()
                        .setPrimaryKey(PrimaryKey.newBuilder()
                                .setColumns(List.of("golden_id"))
                                .build())
                        .build())
                .build();
        return open(bigQueryClient, jobs, layout, BigQueryNames.STREAM, definition, "stream", now);
    }

    private static Staging open(
            BigQueryClient bigQueryClient,
            Jobs jobs,
            BigQueryLayout layout,
            String prefix,
            StandardTableDefinition definition,
            String label,
            long now) {
        TableId table = TableId.of(
                bigQueryClient.settings().project(), bigQueryClient.settings().dataset(), prefix + "_" + jobs.unique());
        TableInfo info = TableInfo.newBuilder(table, definition)
                .setExpirationTime(now + LIFE.toMillis())
                .setDescription("Kept by Talk; what was left while changes were brought expires by itself")
                .setLabels(Map.of(Statements.LABEL, label))
                .build();
        make(bigQueryClient, info);
        try {
            JobId load = jobs.newId("talk_load");
            WriteChannelConfiguration configuration = WriteChannelConfiguration.newBuilder(table)
                    .setFormatOptions(FormatOptions.json())
                    .setCreateDisposition(CreateDisposition.CREATE_NEVER)
                    .setWriteDisposition(WriteDisposition.WRITE_APPEND)
                    .setMaxBadRecords(0)
                    .setIgnoreUnknownValues(false)
                    .build();
            TableDataWriteChannel channel = bigQueryClient.ask(LOADING, client -> client.writer(load, configuration));
            channel.setChunkSize(PIECE);
            return new Staging(bigQueryClient, jobs, layout, table, load, channel);
        } catch (RuntimeException e) {
            drop(bigQueryClient, table);
            throw e;
        }
    }

    /** The client does not ask again for a table; a table that was made although the answer was lost is no trouble. */
    private static void make(BigQueryClient bigQueryClient, TableInfo info) {
        try {
            bigQueryClient.client().create(info);
        } catch (BigQueryException e) {
            if (e.getCode() != 409) {
                drop(bigQueryClient, info.getTableId());
                throw BigQueryFailures.of("making the staging table in " + bigQueryClient.where(), e);
            }
        }
    }

    String name() {
        return table.getTable();
    }

    /** The types of the rows, in the order of their names. */
    List<String> types() {
        return List.copyOf(types);
    }

    /** Adds the rows of changes; all of them or, when one cannot be made, none. */
    void add(List<SinkChange> changes) {
        List<byte[]> lines = new ArrayList<>();
        changes.forEach(change -> lines.add(StagedRow.of(change, layout)));
        for (int i = 0; i < lines.size(); i++) {
            types.add(changes.get(i).type().name());
            positions.add(changes.get(i).id().value(), lines.get(i).length);
            write(lines.get(i));
        }
    }

    /** Adds the row that holds the mark. */
    void addMark(SinkMark mark, long complete) {
        byte[] line = StagedRow.of(mark, complete);
        positions.add(StreamStatements.MARK, line.length);
        write(line);
    }

    private void write(byte[] line) {
        try {
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (BigQueryException e) {
            throw BigQueryFailures.of(LOADING, e);
        } catch (IOException e) {
            throw unreachable();
        }
    }

    /** Ends the upload and waits for the load; then the rows are in the table, or the failure says which row it was. */
    void load() {
        Job over = jobs.waitFor(LOADING, begin());
        List<BigQueryError> errors = Jobs.errors(over);
        if (!errors.isEmpty()) {
            throw new RowErrors(layout, positions).failure(LOADING, errors);
        }
    }

    private Job begin() {
        try {
            channel.close();
            begun = channel.getJob();
        } catch (BigQueryException e) {
            begun = jobs.find(LOADING, load, e);
        } catch (IOException e) {
            begun = jobs.find(LOADING, load, new BigQueryException(e));
        }
        Job job = begun;
        if (job == null) {
            throw unreachable();
        }
        return job;
    }

    private static TalkException unreachable() {
        return new TalkException(ErrorCode.UNREACHABLE, LOADING + " broke off; run again");
    }

    /** Drops the table, whatever became of it. */
    @Override
    public void close() {
        drop(bigQueryClient, table);
    }

    /** A wish to stop waits until it is dropped, and is not lost in the network's code. */
    private static void drop(BigQueryClient bigQueryClient, TableId table) {
        boolean interrupted = Thread.interrupted();
        try {
            bigQueryClient.client().delete(table);
        } catch (BigQueryException e) {
            // it expires
            LOG.debug("dropping {}", table, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

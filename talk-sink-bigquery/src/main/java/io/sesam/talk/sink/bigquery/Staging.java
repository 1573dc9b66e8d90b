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
 * One staging table: created, filled and dropped. One load job fills it, however many rows there are.
 *
 * <p>Rows are uploaded as they come, in chunks of a few megabytes; the load job starts with the last chunk. A table
 * that is closed before that was never filled, and memory stays bounded. It expires by itself if it cannot be dropped.
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

    /** Creates a staging table that may be kept. It has a key and an order, and expires unless it is kept. */
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
                .setDescription("Kept by Talk; a table left over after a failure expires by itself")
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

    /**
     * Creates the table. The client does not retry this call; a table that exists already, because the response was
     * lost, is accepted.
     */
    private static void make(BigQueryClient bigQueryClient, TableInfo info) {
        try {
            bigQueryClient.client().create(info);
        } catch (BigQueryException e) {
            if (e.getCode() != 409) {
                drop(bigQueryClient, info.getTableId());
                throw BigQueryFailures.of("creating the staging table in " + bigQueryClient.where(), e);
            }
        }
    }

    String name() {
        return table.getTable();
    }

    /** Returns the types of the rows, sorted by name. */
    List<String> types() {
        return List.copyOf(types);
    }

    /** Adds the rows of changes, all or none. */
    void add(List<SinkChange> changes) {
        List<byte[]> lines = new ArrayList<>();
        changes.forEach(change -> lines.add(StagedRow.of(change, layout)));
        for (int i = 0; i < lines.size(); i++) {
            types.add(changes.get(i).type().name());
            positions.add(changes.get(i).id().value(), lines.get(i).length);
            write(lines.get(i));
        }
    }

    /** Adds the mark's row. */
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

    /**
     * Ends the upload and waits for the load. Afterwards the rows are in the table, or the exception names the wrong
     * row.
     */
    void load() {
        Job finished = jobs.waitFor(LOADING, begin());
        List<BigQueryError> errors = Jobs.errors(finished);
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
        return new TalkException(ErrorCode.UNREACHABLE, LOADING + " was interrupted; run again");
    }

    /** Drops the table in any case. */
    @Override
    public void close() {
        drop(bigQueryClient, table);
    }

    /** Drops the table. An interrupt is deferred until then, so that it is not lost in network code. */
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

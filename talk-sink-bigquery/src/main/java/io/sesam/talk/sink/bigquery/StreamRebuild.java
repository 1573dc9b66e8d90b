package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.FieldValueList;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkMark;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A rebuild in stream mode. Another table is loaded and replaces the old one in one view. */
final class StreamRebuild implements Sink.Rebuild {
    private static final String WHAT = "rebuilding the tables";

    private final BigQueryClient bigQueryClient;
    private final Jobs jobs;
    private final StreamStatements statements;
    private final Statements plain;
    private final BigQueryTables tables;
    private final BigQueryLayout layout;
    private final String fingerprint;
    private final Clock clock;
    private final Consumer<StreamSink.@Nullable Current> whenClosed;
    private @Nullable Staging staging;
    private boolean ended;

    StreamRebuild(
            BigQueryClient bigQueryClient,
            Jobs jobs,
            BigQueryLayout layout,
            StreamStatements statements,
            Statements plain,
            BigQueryTables tables,
            String fingerprint,
            Clock clock,
            Consumer<StreamSink.@Nullable Current> whenClosed) {
        this.bigQueryClient = bigQueryClient;
        this.jobs = jobs;
        this.layout = layout;
        this.statements = statements;
        this.plain = plain;
        this.tables = tables;
        this.fingerprint = fingerprint;
        this.clock = clock;
        this.whenClosed = whenClosed;
    }

    /** Returns a fingerprint of the views. */
    static String fingerprint(List<String> views) {
        CRC32 crc = new CRC32();
        crc.update(String.join("\n", views).getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    @Override
    public void add(SinkBatch batch) {
        open().add(batch.changes());
    }

    @Override
    public void finish(SinkMark mark) {
        Staging open = open();
        open.addMark(mark, mark.sequence());
        open.load();
        List<FieldValueList> duplicates =
                jobs.rows(WHAT, new RebuildStatements(bigQueryClient.names(), layout).duplicates(open.name()));
        if (!duplicates.isEmpty()) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "the golden record " + duplicates.get(0).get(0).getStringValue()
                            + " was added twice to one rebuild; nothing was changed");
        }
        jobs.run(WHAT, statements.keep(open.name(), bigQueryClient.settings().maxStaleness()));
        jobs.run(WHAT, statements.show(open.name(), fingerprint));
        statements.views().forEach(view -> jobs.run(WHAT, view));
        ended = true;
        whenClosed.accept(new StreamSink.Current(open.name(), mark, mark.sequence()));
        dropSurplus(open.name());
    }

    private void dropSurplus(String current) {
        for (BigQueryTables.Found found : tables.found().values()) {
            if (found.is("stream") && !found.name().equals(current) && !found.expires()) {
                jobs.run("dropping the previous table", plain.dropTable(found.name()));
            } else if (found.is("view")
                    && layout.tables().stream().noneMatch(table -> table.name().equals(found.name()))) {
                jobs.run("dropping a view", statements.dropView(found.name()));
            }
        }
    }

    private Staging open() {
        if (ended) {
            throw new TalkException(ErrorCode.BUG, "this rebuild of " + bigQueryClient.where() + " has already ended");
        }
        Staging open = staging;
        if (open == null) {
            open = Staging.openLasting(bigQueryClient, jobs, layout, clock.millis());
            staging = open;
        }
        return open;
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        Staging open = staging;
        if (open != null) {
            open.close();
        }
        whenClosed.accept(null);
    }
}

package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.FieldValueList;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkMark;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild in one transaction. All rows are staged by one load job, and then replace the old ones.
 *
 * <p>The tables themselves stay, with their permissions and dependent views. Only a table that was changed so that it
 * cannot hold Talk's rows is recreated before; it is empty until the transaction commits.
 */
final class BigQueryRebuild implements Sink.Rebuild {
    private static final String WHAT = "rebuilding the tables";

    private final BigQueryClient bigQueryClient;
    private final Jobs jobs;
    private final BigQueryLayout layout;
    private final RebuildStatements statements;
    private final BigQueryTables tables;
    private final Clock clock;
    private final Runnable whenClosed;
    private @Nullable Staging staging;
    private boolean ended;

    BigQueryRebuild(
            BigQueryClient bigQueryClient,
            Jobs jobs,
            BigQueryLayout layout,
            BigQueryNames names,
            BigQueryTables tables,
            Clock clock,
            Runnable whenClosed) {
        this.bigQueryClient = bigQueryClient;
        this.jobs = jobs;
        this.layout = layout;
        this.statements = new RebuildStatements(names, layout);
        this.tables = tables;
        this.clock = clock;
        this.whenClosed = whenClosed;
    }

    @Override
    public void add(SinkBatch batch) {
        refuseWhenOver();
        if (batch.changes().isEmpty()) {
            return;
        }
        Staging open = staging;
        if (open == null) {
            open = Staging.open(bigQueryClient, jobs, layout, clock.millis());
            staging = open;
        }
        open.add(batch.changes());
    }

    @Override
    public void finish(SinkMark mark) {
        refuseWhenOver();
        Staging open = staging;
        if (open != null) {
            open.load();
            refuseDoubles(open);
        }
        tables.replaceUnfit();
        jobs.run(WHAT, statements.script(open != null, open == null ? "" : open.name()), mark);
        close();
        tables.dropSurplus();
    }

    private void refuseDoubles(Staging open) {
        List<FieldValueList> duplicates = jobs.rows(WHAT, statements.duplicates(open.name()));
        if (!duplicates.isEmpty()) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "the golden record " + duplicates.get(0).get(0).getStringValue() + " of type "
                            + duplicates.get(0).get(1).getStringValue()
                            + " was added twice to one rebuild; nothing was changed");
        }
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        Staging open = staging;
        staging = null;
        if (open != null) {
            open.close();
        }
        whenClosed.run();
    }

    private void refuseWhenOver() {
        if (ended) {
            throw new TalkException(ErrorCode.BUG, "this rebuild of " + bigQueryClient.where() + " has already ended");
        }
    }
}

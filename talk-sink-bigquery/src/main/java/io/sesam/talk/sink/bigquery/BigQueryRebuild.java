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
 * A rebuild: all rows are staged by one load job, and take the place of the old ones in one transaction.
 *
 * <p>The tables themselves stay, with whatever rights and views hang on them. Only a table that somebody has changed so
 * that it cannot hold our rows is made anew before; it is empty until the transaction is done.
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
    private boolean over;

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
        List<FieldValueList> doubled = jobs.rows(WHAT, statements.doubled(open.name()));
        if (!doubled.isEmpty()) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "the golden record " + doubled.get(0).get(0).getStringValue() + " of type "
                            + doubled.get(0).get(1).getStringValue()
                            + " came twice into one rebuild; nothing was changed");
        }
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        over = true;
        Staging open = staging;
        staging = null;
        if (open != null) {
            open.close();
        }
        whenClosed.run();
    }

    private void refuseWhenOver() {
        if (over) {
            throw new TalkException(ErrorCode.BUG, "this rebuild of " + bigQueryClient.where() + " is over");
        }
    }
}

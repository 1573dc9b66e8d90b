package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.FieldValueList;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sink in stream mode. One table of staged rows, of which BigQuery keeps the newest for each golden record, and
 * views on it.
 *
 * <p>A removed golden record becomes a row without values, which outlasts BigQuery's memory of deleted keys. The mark
 * is a row like any other and is sent last; an interrupted batch is sent again, and rows that arrive twice are
 * outdated.
 */
final class StreamSink implements Sink {
    /** The current table and its state. */
    record Current(String table, SinkMark mark, long complete) {}

    private final BigQueryClient bigQueryClient;
    private final PluginContext context;
    private final Jobs jobs;
    private final BigQueryLayout layout;
    private final StreamStatements statements;
    private final Statements plain;
    private final BigQueryTables tables;
    private final RowStream stream;
    private final String fingerprint;
    private @Nullable Current current;
    private boolean rebuilding;

    StreamSink(BigQuerySettings settings, PluginContext context) {
        this.bigQueryClient = new BigQueryClient(settings);
        this.context = context;
        this.jobs = new Jobs(bigQueryClient, context);
        this.layout = new BigQueryLayout(context.schemas().values());
        BigQueryNames names = new BigQueryNames(settings.project(), settings.dataset());
        this.statements = new StreamStatements(names, layout);
        this.plain = new Statements(names);
        this.tables = new BigQueryTables(bigQueryClient, jobs, layout, plain);
        this.stream = new RowStream(bigQueryClient, layout);
        this.fingerprint = StreamRebuild.fingerprint(statements.views());
    }

    @Override
    public Check check() {
        return new DatasetCheck(bigQueryClient, jobs, layout, plain, tables).ofStream();
    }

    @Override
    public Optional<SinkMark> prepare() {
        refuseWhileRebuilding();
        current = null;
        BigQueryTables.Found view = tables.ready().get(BigQueryNames.CURRENT);
        if (view == null || !fingerprint.equals(view.labels().get("talk_layout"))) {
            return Optional.empty();
        }
        String table = view.labels().getOrDefault("talk_table", "");
        for (FieldValueList row : jobs.rows("reading the state of the tables", statements.readState())) {
            SinkMark mark = new SinkMark(row.get(0).getStringValue(), row.get(1).getLongValue());
            current = new Current(table, mark, row.get(2).getLongValue());
        }
        return Optional.ofNullable(current).map(Current::mark);
    }

    @Override
    public void apply(SinkBatch batch) {
        refuseWhileRebuilding();
        Current existing = current;
        if (existing == null || !existing.mark().history().equals(batch.mark().history())) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "the tables of " + bigQueryClient.where()
                            + " do not contain the state before these changes; rebuild them");
        }
        List<SinkChange> pending = batch.changes().stream()
                .filter(change -> change.sequence() > existing.complete())
                .toList();
        stream.append(existing.table(), pending, batch.mark(), existing.complete());
    }

    @Override
    public Rebuild rebuild() {
        refuseWhileRebuilding();
        rebuilding = true;
        return new StreamRebuild(
                bigQueryClient, jobs, layout, statements, plain, tables, fingerprint, context.clock(), built -> {
                    rebuilding = false;
                    stream.close();
                    current = built == null ? current : built;
                });
    }

    @Override
    public List<String> traces() {
        return DatasetCheck.TRACES;
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (FieldValueList row : jobs.rows("counting the rows", plain.counts(layout.tables()))) {
            counts.put(row.get(0).getStringValue(), row.get(1).getLongValue());
        }
        return counts;
    }

    /** Closes the stream between runs. BigQuery closes an idle one anyway. */
    @Override
    public void release() {
        stream.close();
    }

    @Override
    public void close() {
        rebuilding = false;
        stream.close();
    }

    private void refuseWhileRebuilding() {
        if (rebuilding) {
            throw new TalkException(ErrorCode.BUG, "a rebuild of " + bigQueryClient.where() + " is still in progress");
        }
    }
}

package io.sesam.talk.sink.bigquery;

import com.google.cloud.bigquery.FieldValueList;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkMark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of one host in one dataset. */
final class BigQuerySink implements Sink {
    private final BigQueryClient bigQueryClient;
    private final PluginContext context;
    private final Jobs jobs;
    private final BigQueryLayout layout;
    private final BigQueryNames names;
    private final Statements statements;
    private final BigQueryTables tables;
    private boolean rebuilding;

    BigQuerySink(BigQuerySettings settings, PluginContext context) {
        this.bigQueryClient = new BigQueryClient(settings);
        this.context = context;
        this.jobs = new Jobs(bigQueryClient, context);
        this.layout = new BigQueryLayout(context.schemas().values());
        this.names = new BigQueryNames(settings.project(), settings.dataset());
        this.statements = new Statements(names);
        this.tables = new BigQueryTables(bigQueryClient, jobs, layout, statements);
    }

    @Override
    public Check check() {
        return new DatasetCheck(bigQueryClient, jobs, layout, statements, tables).run();
    }

    @Override
    public Optional<SinkMark> prepare() {
        refuseWhileRebuilding();
        if (!tables.makeReady()) {
            jobs.run("resetting the state of the tables", statements.forgetState());
            return Optional.empty();
        }
        return readState().map(BigQueryState::mark);
    }

    @Override
    public void apply(SinkBatch batch) {
        refuseWhileRebuilding();
        MergeStatements merging = new MergeStatements(names, layout);
        if (batch.changes().isEmpty()) {
            merge("updating the state of the tables", List.of(merging.mark()), batch.mark());
            return;
        }
        try (Staging staging =
                Staging.open(bigQueryClient, jobs, layout, context.clock().millis())) {
            staging.add(batch.changes());
            staging.load();
            merge(
                    "applying changes to " + bigQueryClient.where(),
                    merging.script(staging.name(), staging.types()),
                    batch.mark());
        }
    }

    private void merge(String what, List<String> script, SinkMark mark) {
        jobs.run(what, script, mark);
    }

    @Override
    public Rebuild rebuild() {
        refuseWhileRebuilding();
        rebuilding = true;
        return new BigQueryRebuild(
                bigQueryClient, jobs, layout, names, tables, context.clock(), () -> rebuilding = false);
    }

    @Override
    public List<String> traces() {
        return DatasetCheck.TRACES;
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (FieldValueList row : jobs.rows("counting the rows", statements.counts(layout.tables()))) {
            counts.put(row.get(0).getStringValue(), row.get(1).getLongValue());
        }
        return counts;
    }

    /** Remaining tables expire by themselves. */
    @Override
    public void close() {
        rebuilding = false;
    }

    private Optional<BigQueryState> readState() {
        List<FieldValueList> rows = jobs.rows("reading the state of the tables", statements.readState());
        Optional<BigQueryState> state = rows.stream()
                .map(row -> new BigQueryState(
                        row.get(0).getLongValue(),
                        new SinkMark(row.get(1).getStringValue(), row.get(2).getLongValue())))
                .findFirst();
        if (state.filter(found -> found.format() > BigQueryState.FORMAT).isPresent()) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    bigQueryClient.where()
                            + " was written by a newer version of Talk; use that version, or set another dataset");
        }
        return state.filter(found -> found.format() == BigQueryState.FORMAT);
    }

    private void refuseWhileRebuilding() {
        if (rebuilding) {
            throw new TalkException(ErrorCode.BUG, "a rebuild of " + bigQueryClient.where() + " is still in progress");
        }
    }
}

package io.sesam.talk.sink.bigquery;

import com.google.auto.service.AutoService;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkPlugin;

/**
 * Keeps tables in one dataset of BigQuery, under the name {@code bigquery}.
 *
 * <p>The dataset is made when it is missing. In it are the tables of {@link io.sesam.talk.spi.sink.AnalyticTables} and two of
 * the sink's own, {@code talk_state} and {@code talk_removed}; all carry the label {@code talk}. Tables of other makers
 * are left alone. While a batch is brought there is also a staging table, {@code talk_staging_…}, which expires by itself
 * should nobody be left to drop it.
 *
 * <p>A batch is one load job and one script with one transaction, so readers see all of it or nothing. Waiting for a job
 * is done in the calling thread. Times that BigQuery cannot hold, before the year 1 and after 9999, are cut to the first
 * or the last that it can. Half a surrogate pair, which no UTF-8 text can hold, becomes a question mark.
 */
@AutoService(SinkPlugin.class)
public final class BigQuerySinkPlugin implements SinkPlugin {
    private static final PluginSpec SPEC = PluginSpec.of("bigquery", "golden records, crosswalk and provenance as tables of a BigQuery dataset", BigQuerySettings.ALL);

    /** For {@link java.util.ServiceLoader} and for {@code new}. */
    public BigQuerySinkPlugin() {}

    @Override
    public PluginSpec spec() {
        return SPEC;
    }

    @Override
    public Sink open(Settings settings, PluginContext context) {
        BigQuerySettings read = BigQuerySettings.from(settings, context);
        return read.mode() == BigQuerySettings.Mode.STREAM
                ? new StreamSink(read, context)
                : new BigQuerySink(read, context);
    }
}

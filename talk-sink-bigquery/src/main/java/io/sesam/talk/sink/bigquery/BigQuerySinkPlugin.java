package io.sesam.talk.sink.bigquery;

import com.google.auto.service.AutoService;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkPlugin;

/**
 * A sink in one BigQuery dataset, named {@code bigquery}.
 *
 * <p>The dataset is created if missing. It contains the tables of {@link io.sesam.talk.spi.sink.AnalyticTables} and two
 * internal ones, {@code talk_state} and {@code talk_removed}; all carry the label {@code talk}. Other tables are left
 * alone. While a batch is written there is also a staging table, {@code talk_staging_…}, which expires by itself if it
 * cannot be dropped.
 *
 * <p>A batch is one load job and one script with one transaction, so readers see the whole batch or none of it. The
 * calling thread waits for each job. Times outside BigQuery's range, before the year 1 and after 9999, are cut to its
 * first or last one. An unpaired surrogate, which UTF-8 cannot represent, becomes a question mark.
 */
@AutoService(SinkPlugin.class)
public final class BigQuerySinkPlugin implements SinkPlugin {
    private static final PluginSpec SPEC = PluginSpec.of(
            "bigquery",
            "golden records, crosswalk and provenance as tables of a BigQuery dataset",
            BigQuerySettings.ALL);

    /** Creates the plugin. Used by {@link java.util.ServiceLoader}; may also be called directly. */
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

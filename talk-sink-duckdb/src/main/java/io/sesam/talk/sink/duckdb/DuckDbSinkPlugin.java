package io.sesam.talk.sink.duckdb;

import com.google.auto.service.AutoService;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkPlugin;

/**
 * Keeps tables in one local DuckDB file, under the name {@code duckdb}.
 *
 * <p>The file is made when it is missing, and held from {@link Sink#prepare()} to {@link Sink#close()}: meanwhile other
 * programs cannot open it, but other connections of this one can. In it are the tables of
 * {@link io.sesam.talk.spi.sink.AnalyticTables} and two of the sink's own, {@code talk_state} and {@code talk_removed}.
 * Tables of other makers are left alone. What somebody puts on Talk's tables, such as an index, goes with the next
 * rebuild; views stay.
 *
 * <p>Times that DuckDB cannot hold are cut to the first or the last that it can. Half a surrogate pair, which no UTF-8
 * text can hold, becomes a question mark.
 */
@AutoService(SinkPlugin.class)
public final class DuckDbSinkPlugin implements SinkPlugin {
    private static final PluginSpec SPEC = PluginSpec.of("duckdb", "golden records, crosswalk and provenance as tables of a DuckDB file", DuckDbSettings.ALL);

    /** For {@link java.util.ServiceLoader} and for {@code new}. */
    public DuckDbSinkPlugin() {}

    @Override
    public PluginSpec spec() {
        return SPEC;
    }

    @Override
    public Sink open(Settings settings, PluginContext context) {
        return new DuckDbSink(
                DuckDbSettings.from(settings, context), context.schemas().values());
    }
}

package io.sesam.talk.sink.duckdb;

import com.google.auto.service.AutoService;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkPlugin;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A sink in one local DuckDB file, named {@code duckdb}.
 *
 * <p>The file is created if missing, and open from {@link Sink#prepare()} to {@link Sink#close()}: meanwhile other
 * programs cannot open it, but other connections of this process can. It contains the tables of
 * {@link io.sesam.talk.spi.sink.AnalyticTables} and two internal ones, {@code talk_state} and {@code talk_removed}.
 * Other tables are left alone. An index or the like on one of Talk's tables is lost at the next rebuild; views stay.
 *
 * <p>Times outside DuckDB's range are cut to its first or last one. An unpaired surrogate, which UTF-8 cannot
 * represent, becomes a question mark.
 */
@AutoService(SinkPlugin.class)
public final class DuckDbSinkPlugin implements SinkPlugin {
    private static final PluginSpec SPEC = PluginSpec.of(
            "duckdb", "golden records, crosswalk and provenance as tables of a DuckDB file", DuckDbSettings.ALL);

    /** Creates the plugin. Used by {@link java.util.ServiceLoader}; may also be called directly. */
    public DuckDbSinkPlugin() {}

    /**
     * Opens DuckDB without a file of its own, to read and write files of other formats.
     *
     * <p>Result sets are streamed. Nothing is downloaded and nothing spilled; times are those of UTC.
     *
     * @param megabytes the most memory, beside the heap of the JVM
     * @throws TalkException UNWRITABLE where DuckDB's native library is missing
     */
    @Experimental
    public static Connection inMemory(int megabytes, int threads) throws SQLException {
        return DuckDbDatabase.inMemory(megabytes, threads);
    }

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

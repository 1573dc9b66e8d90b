package io.sesam.talk.store.jdbc;

import com.google.auto.service.AutoService;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A store in one SQLite file.
 *
 * <p>Commits are durable. The tables can be read with any SQLite tool, also while Talk runs; {@code .schema} explains
 * them. While the store is open, the files {@code talk.db-wal}, of about 130 MB, and {@code talk.db-shm} beside
 * {@code talk.db} belong to it; {@code talk.db.lock} is empty and locks out a second engine. The file belongs on a
 * local disk.
 */
@AutoService(StorePlugin.class)
public final class SqliteStorePlugin implements StorePlugin {
    private static final Setting<Path> PATH = Setting.path("path")
            .required()
            .describedAs("the SQLite file; created if missing, but its directory must exist");

    /** Creates the plugin. Used by {@link java.util.ServiceLoader}; may also be called directly. */
    public SqliteStorePlugin() {}

    /**
     * Opens the store in a file without any settings.
     *
     * @param schemas the properties of all types that will be stored
     * @throws io.sesam.talk.error.TalkException as {@link StorePlugin#open}
     */
    public static Store at(Path file, Map<EntityType, Schema> schemas) {
        return SqliteFile.open(file, schemas, Clock.systemUTC(), RandomGenerator.getDefault());
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("sqlite", "Stores Talk's state in one SQLite file.", List.of(PATH));
    }

    @Override
    public Store open(Settings settings, PluginContext context) {
        return SqliteFile.open(settings.get(PATH), context.schemas(), context.clock(), context.random());
    }
}

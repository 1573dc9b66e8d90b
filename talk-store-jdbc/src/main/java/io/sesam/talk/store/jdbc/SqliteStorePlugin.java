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
 * Remembers everything in one SQLite file.
 *
 * <p>What is committed is on the disk. The tables can be looked at with any SQLite tool, also while Talk runs; {@code
 * .schema} tells what they mean. Beside the file {@code talk.db} there are {@code talk.db-wal}, of some 130 MB, and {@code
 * talk.db-shm} while it is open, which belong to it, and {@code talk.db.lock}, which is empty and keeps a second engine
 * away. The file belongs on a local disk.
 */
@AutoService(StorePlugin.class)
public final class SqliteStorePlugin implements StorePlugin {
    private static final Setting<Path> PATH = Setting.path("path")
            .required()
            .describedAs("the SQLite file; it is made when it is missing, its directory is not");

    /** For {@link java.util.ServiceLoader}, and for you. */
    public SqliteStorePlugin() {}

    /**
     * Opens the store in a file without any settings.
     *
     * @param schemas the properties of all types that will be stored
     * @throws io.sesam.talk.error.TalkException as {@link StorePlugin#open} does
     */
    public static Store at(Path file, Map<EntityType, Schema> schemas) {
        return SqliteFile.open(file, schemas, Clock.systemUTC(), RandomGenerator.getDefault());
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("sqlite", "Remembers everything in one SQLite file.", List.of(PATH));
    }

    @Override
    public Store open(Settings settings, PluginContext context) {
        return SqliteFile.open(settings.get(PATH), context.schemas(), context.clock(), context.random());
    }
}

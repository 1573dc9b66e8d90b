package io.sesam.talk.store.jdbc;

import com.google.auto.service.AutoService;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import io.sesam.talk.store.jdbc.source.PooledConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A store in a PostgreSQL schema, reachable from several machines. PostgreSQL 14 or later, in UTF-8.
 *
 * <p>A schema belongs to one tenant, and to one engine at a time: opening it acquires a lease, which every query and
 * every commit extends, without a thread. When an engine dies, the lease expires, and another may take over; when it
 * was only stalled, its next commit is refused with STORE_IN_USE, and nothing of it is kept. Writes that it sent to a
 * system by then cannot be revoked, so the lease should be longer than the longest call to a system, including all
 * waits: ten minutes are. Closing a store releases its lease at once.
 *
 * <p>No thread runs for a store; the driver uses one daemon thread, a JDK {@code Cleaner}, for all connections of a
 * JVM.
 *
 * <p>The plugin {@link #over(DataSource) over a data source} of the host borrows a connection for each question and each
 * commit, and has none of its own. It changes no setting for the data source's other users.
 *
 * <p>A broken connection is replaced at the next query. A commit during which it broke fails, and was kept completely
 * or not at all; the next run finds out.
 */
@AutoService(StorePlugin.class)
public final class PostgresqlStorePlugin implements StorePlugin {
    private static final Setting<String> URL = Setting.text("url")
            .required()
            .describedAs("the address of the database: jdbc:postgresql://host:5432/database, with further driver"
                    + " parameters after a question mark, such as ?sslmode=verify-full");
    private static final Setting<String> USER = Setting.text("user").required().describedAs("the database user");
    private static final Setting<Secret> PASSWORD =
            Setting.secret("password").describedAs("the user's password, where the server requires one");
    private static final Setting<String> SCHEMA = Setting.text("schema")
            .orElse("talk")
            .describedAs("the schema for the tables, one for each tenant; created if missing");
    private static final Setting<Duration> LEASE = Setting.duration("lease")
            .orElse(Duration.ofMinutes(10))
            .describedAs("the time without contact from this engine after which another may take over");

    private final Optional<DataSource> pooled;
    private final Optional<LeaseKeeper> keeper;

    /** Creates the plugin. Used by {@link java.util.ServiceLoader}; may also be called directly. */
    public PostgresqlStorePlugin() {
        this(Optional.empty(), Optional.empty());
    }

    private PostgresqlStorePlugin(Optional<DataSource> pooled, Optional<LeaseKeeper> keeper) {
        this.pooled = pooled;
        this.keeper = keeper;
    }

    /**
     * Returns a plugin that borrows its connections from the host.
     *
     * <p>Its settings are {@code schema} and {@code lease}. It needs one connection at a time, and closes neither the
     * data source nor anything else of it.
     *
     * @param dataSource a pool of connections to PostgreSQL; its user owns the schema, or may create it
     */
    @Experimental
    public static PostgresqlStorePlugin over(DataSource dataSource) {
        return new PostgresqlStorePlugin(Optional.of(dataSource), Optional.empty());
    }

    /**
     * Returns a plugin for one of many stores over the data source of a keeper, which extends their leases.
     *
     * <p>Its stores may have short leases: the keeper's heartbeat extends them while a run waits for a system. They ask the database in
     * bursts, for which they hold a connection.
     */
    @Experimental
    public static PostgresqlStorePlugin keptBy(LeaseKeeper keeper) {
        return new PostgresqlStorePlugin(Optional.of(keeper.dataSource()), Optional.of(keeper));
    }

    /** Returns the version of the tables that this version of Talk works with. */
    @Experimental
    public static int tablesVersion() {
        return PostgresqlOpener.version();
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.of(
                "postgresql",
                "Stores Talk's state in a schema of a PostgreSQL database.",
                pooled.isPresent() ? List.of(SCHEMA, LEASE) : List.of(URL, USER, PASSWORD, SCHEMA, LEASE));
    }

    @Override
    public Store open(Settings settings, PluginContext context) {
        return opener(settings).open(context.schemas(), context.clock(), context.random());
    }

    /** Each question is a transaction that only reads. It needs a connection beside those of the owner. */
    @Override
    @Experimental
    public Optional<Store> openForQueries(Settings settings, PluginContext context) {
        return opener(settings).openForQueries(context.schemas());
    }

    private PostgresqlOpener opener(Settings settings) {
        List<String> problems = new ArrayList<>();
        PostgresqlDialect dialect = pooled.map(dataSource -> pooled(dataSource, settings, problems))
                .orElseGet(() -> own(settings, problems));
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
        return new PostgresqlOpener(dialect, settings.get(LEASE), keeper);
    }

    private static PostgresqlDialect pooled(DataSource dataSource, Settings settings, List<String> problems) {
        String schema = settings.get(SCHEMA);
        Duration lease = settings.get(LEASE);
        PostgresqlSettings.check(schema, lease, problems);
        return new PostgresqlDialect(
                new PooledConnections(dataSource), schema, PostgresqlSettings.longestChange(lease));
    }

    private static PostgresqlDialect own(Settings settings, List<String> problems) {
        PostgresqlSettings own = new PostgresqlSettings(
                settings.get(URL),
                settings.get(USER),
                settings.find(PASSWORD),
                settings.get(SCHEMA),
                settings.get(LEASE));
        own.check(problems);
        return new PostgresqlDialect(own);
    }
}

package io.sesam.talk.store.jdbc;

import com.google.auto.service.AutoService;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StorePlugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers everything in a schema of a PostgreSQL database (14 or later, UTF-8), where several machines can reach it.
 *
 * <p>A schema belongs to one tenant, and to one engine at a time: whoever opens it takes a lease, which every question and
 * every commit moves forward, without a thread. When an engine dies, the lease runs out, and another may take over; when
 * it was only asleep, its next commit is refused with STORE_IN_USE, and nothing of it is kept. What it had asked a system
 * for by then cannot be taken back, so the lease should be longer than the longest call to a system, with all its
 * waiting: ten minutes are. A store that is closed gives its lease back at once.
 *
 * <p>No thread runs for a store; the driver keeps one of the JDK's, a daemon {@code Cleaner}, for all of a JVM's connections.
 *
 * <p>A connection that breaks is made anew at the next question. A commit that was under way when it broke fails, and was
 * kept as a whole or not at all; the next run finds out.
 */
@AutoService(StorePlugin.class)
public final class PostgresqlStorePlugin implements StorePlugin {
    private static final Setting<String> URL = Setting.text("url")
            .required()
            .describedAs("where the database is: jdbc:postgresql://host:5432/database, with further parameters of the"
                    + " driver after a question mark, such as ?sslmode=verify-full");
    private static final Setting<String> USER =
            Setting.text("user").required().describedAs("who the store is for the database");
    private static final Setting<Secret> PASSWORD =
            Setting.secret("password").describedAs("the user's password, where the server asks for one");
    private static final Setting<String> SCHEMA = Setting.text("schema")
            .orElse("talk")
            .describedAs("the schema that holds the tables, one for each tenant; it is made when it is missing");
    private static final Setting<Duration> LEASE = Setting.duration("lease")
            .orElse(Duration.ofMinutes(10))
            .describedAs("how long nobody else may take over after this engine was last heard of");

    /** For {@link java.util.ServiceLoader}, and for you. */
    public PostgresqlStorePlugin() {}

    @Override
    public PluginSpec spec() {
        return PluginSpec.of("postgresql", "Remembers everything in a schema of a PostgreSQL database.", List.of(URL, USER, PASSWORD, SCHEMA, LEASE));
    }

    @Override
    public Store open(Settings settings, PluginContext context) {
        PostgresqlSettings own = new PostgresqlSettings(
                settings.get(URL),
                settings.get(USER),
                settings.find(PASSWORD),
                settings.get(SCHEMA),
                settings.get(LEASE));
        List<String> problems = new ArrayList<>();
        own.check(problems);
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
        return new PostgresqlOpener(own).open(context.schemas(), context.clock(), context.random());
    }
}

package io.sesam.talk.tenants;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import io.sesam.talk.tenants.run.Cells;
import io.sesam.talk.tenants.run.TenantRuns;
import io.sesam.talk.tenants.run.TenantTalks;
import io.sesam.talk.tenants.run.Worker;
import io.sesam.talk.tenants.table.BucketStore;
import io.sesam.talk.tenants.table.HintTable;
import io.sesam.talk.tenants.table.HintTable.Named;
import io.sesam.talk.tenants.table.TenantDatabase;
import io.sesam.talk.tenants.table.TenantRow;
import io.sesam.talk.tenants.table.TenantTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Syncs the systems of many accounts, in as many processes as share the database.
 *
 * <pre>{@code
 * Tenants tenants = Tenants.on(dataSource)
 *         .build(tenant -> TalkSettings.from(settingsOf(tenant)))
 *         .worker("node-7")
 *         .threads(8)
 *         .start();
 * tenants.put(TenantId.of("acme"), Schedule.every(Duration.ofMinutes(15)));
 * }</pre>
 *
 * <p>A tenant has a store of its own, a schema that its first run makes, and is run by one process at a time. When that process dies,
 * another one goes on within the lease. PostgreSQL 14 or later; only its clock counts. Any thread may call it. Its threads are daemons, as
 * many as were set and five more, however many tenants there are; {@link #close()} ends them.
 */
@Experimental
public final class Tenants implements AutoCloseable {
    /** How long a connection is held after a question of a run: longer than the pauses within one step of a run. */
    private static final Duration HELD = Duration.ofMillis(20);

    private final TenantTable tenants;
    private final HintTable hints;
    private final TenantTalks talks;
    private final TenantRuns runs;
    private final Worker worker;
    private final Map<String, DataSource> cells;
    private final Duration hintDelay;

    Tenants(TenantsBuilder builder, boolean takesTurns) {
        TenantDatabase database = new TenantDatabase(builder.dataSource, builder.schema);
        database.migrate();
        tenants = new TenantTable(database);
        hints = new HintTable(database);
        worker = new Worker(builder.worker, database, builder.lease);
        cells = new LinkedHashMap<>(builder.cells);
        hintDelay = builder.hintDelay;
        Map<String, LeaseKeeper> keepers = new LinkedHashMap<>();
        cells.forEach((name, stores) -> keepers.put(name, LeaseKeeper.of(stores, worker.timer(), HELD)));
        Function<TenantId, TalkSettings> settings = builder.settings.orElseThrow();
        talks = new TenantTalks(
                id -> settings.apply(new TenantId(id)),
                new Cells(keepers, builder.schemasPerCell),
                tenants,
                new BucketStore(database, builder.quotas),
                builder.lease);
        runs = new TenantRuns(tenants, hints, talks, worker::heartbeat, builder.threads, worker.timer());
        boolean begun = false;
        try {
            worker.join(runs, keepers.values());
            if (takesTurns) {
                worker.start(builder.threads, builder.slice, builder.poll);
            }
            begun = true;
        } finally {
            if (!begun) {
                worker.close();
            }
        }
    }

    /** Starts building over a data source, a pool of connections to PostgreSQL. Four connections serve fifty runs at once. */
    public static TenantsBuilder on(DataSource dataSource) {
        return new TenantsBuilder(dataSource);
    }

    /** Adds a tenant, or changes its schedule. A new one with a schedule is due at once; its store is made by its first run. */
    public void put(TenantId id, Schedule schedule) {
        tenants.put(id.value(), schedule.toString(), schedule.period().orElse(null));
        worker.wake();
    }

    /** Lets no further run begin. One that is under way ends. */
    public void pause(TenantId id) {
        known(id, tenants.pause(id.value(), true));
    }

    /** Lets a paused or failing tenant run again, at once if it was asked to meanwhile. */
    public void resume(TenantId id) {
        known(id, tenants.pause(id.value(), false));
        worker.wake();
    }

    /**
     * Asks for a run as soon as a thread is free. While it runs, it runs once more afterwards, however often it is asked.
     *
     * @throws TalkException CONFIGURATION when there is no such tenant
     */
    public void runNow(TenantId id) {
        known(id, tenants.request(id.value(), Duration.ZERO, true));
        worker.wake();
    }

    /**
     * Receives a webhook that a system of a tenant sent.
     *
     * <p>It is verified with the tenant's settings, without opening the store, and stored durably as hints; a run soon after, in any
     * process, reads the named records again. A forged one is refused and leaves nothing.
     *
     * @return number of records that will be read again and were not to be before
     * @throws TalkException ACCESS_REFUSED when the signature is wrong or the request too old; UNREADABLE when its content cannot be
     *     parsed; CONFIGURATION when there is no such tenant or connection; STORE_FAILED when it could not be stored, so that the sender
     *     should send it again
     */
    public int receive(TenantId id, String system, WebhookRequest request) {
        if (tenants.find(id.value()).isEmpty()) {
            throw TenantRuns.unknown(id.value());
        }
        List<Named> named;
        try (Talk talk = talks.openWithoutStore(id.value())) {
            named = talk.verify(system, request).stream()
                    .map(hint -> new Named(hint.type().name(), hint.id()))
                    .toList();
        }
        return hints.add(id.value(), system, named, hintDelay);
    }

    /** State of a tenant, read without any lease; empty when there is no such tenant. */
    public Optional<TenantStatus> status(TenantId id) {
        return tenants.status(id.value()).map(row -> new StatusData(id, row));
    }

    /** Lists tenants in the order of their ids, after one; from the first one on with an empty text. */
    public List<TenantId> list(String after, int limit) {
        return tenants.ids(after, limit).stream().map(TenantId::new).toList();
    }

    /**
     * Opens the {@code Talk} of a tenant for queries, explanations and status, beside whichever process runs it (R44).
     *
     * <p>It never takes the lease: whatever would change something is refused with STORE_IN_USE. The caller closes it.
     *
     * @throws TalkException CONFIGURATION when there is no such tenant or its settings are wrong
     */
    public Talk openForQueries(TenantId id) {
        return talks.openForQueries(tenants.find(id.value()).orElseThrow(() -> TenantRuns.unknown(id.value())));
    }

    /**
     * Works with the {@code Talk} of a tenant while no run of it is under way, such as for the decisions of a steward.
     *
     * @throws TalkException STORE_IN_USE when a run is under way; whatever the work throws
     */
    public <T> T work(TenantId id, Function<Talk, T> work) {
        return runs.work(id.value(), work);
    }

    /**
     * Runs a tenant on the calling thread, to the end: for a host with a scheduler or workflow of its own.
     *
     * <p>It counts as a run like any other: no other worker runs the tenant meanwhile, hints are read, and the status shows it. Interrupting
     * the thread cancels it.
     *
     * @throws TalkException STORE_IN_USE when it is being run; or why it failed
     */
    public SyncReport runOnce(TenantId id) {
        return runs.runOnce(id.value());
    }

    /**
     * Brings the stores of all tenants up to date that an older version made.
     *
     * <p>Not needed before a new version runs: each run does it for its tenant. May be stopped and called again.
     */
    public MigrationReport migrate(MigrationOptions options) {
        return new StoreMigration(tenants, runs).run(options.threads());
    }

    /**
     * Removes a tenant with its store and everything it holds; nothing is changed in its systems.
     *
     * @throws TalkException STORE_IN_USE when it is being run; pause it first
     */
    public void remove(TenantId id) {
        runs.remove(id.value(), this::dropStore);
    }

    private void dropStore(TenantRow tenant) {
        String cell = tenant.cell();
        if (cell == null) {
            return;
        }
        DataSource stores = cells.get(cell);
        if (stores == null) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "the store of tenant " + tenant.id() + " is in the cell " + cell
                            + ", which this process does not know; add it to the builder, or remove the tenant elsewhere");
        }
        try (Connection connection = stores.getConnection();
                Statement statement = connection.createStatement()) {
            boolean before = connection.getAutoCommit();
            statement.execute("drop schema if exists \"" + tenant.schema() + "\" cascade");
            if (!before) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new TalkException(
                    ErrorCode.STORE_FAILED,
                    "the store of tenant " + tenant.id() + " could not be dropped (" + e.getSQLState()
                            + "); the tenant is still there, try again",
                    e);
        }
    }

    private static void known(TenantId id, boolean isKnown) {
        if (!isKnown) {
            throw TenantRuns.unknown(id.value());
        }
    }

    /** Ends the runs of this process at their next safe point, so that others go on with them, and its threads. */
    @Override
    public void close() {
        worker.close();
    }
}

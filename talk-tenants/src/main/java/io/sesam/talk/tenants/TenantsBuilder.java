package io.sesam.talk.tenants;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.tenants.table.BucketStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/** Builds a {@link Tenants}. Use it from one thread. */
@Experimental
public final class TenantsBuilder {
    private static final int LONGEST_NAME = 40;
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(500);

    final DataSource dataSource;
    final Map<String, DataSource> cells = new LinkedHashMap<>();
    final Map<String, BucketStore.Limit> quotas = new LinkedHashMap<>();
    Optional<Function<TenantId, TalkSettings>> settings = Optional.empty();
    String worker = machine() + "-" + ProcessHandle.current().pid();
    String schema = "talk_tenants";
    int threads = 8;
    int schemasPerCell = 1_000;
    Duration lease = Duration.ofSeconds(60);
    Duration slice = Duration.ofMinutes(5);
    Duration poll = Duration.ofSeconds(1);
    Duration hintDelay = Duration.ofSeconds(2);
    private final List<String> problems = new ArrayList<>();

    TenantsBuilder(DataSource dataSource) {
        this.dataSource = dataSource;
        cells.put("main", dataSource);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "worker";
        }
    }

    /**
     * Sets where the settings of a tenant come from. Called by the process that runs it, for each run; secrets stay with the host.
     *
     * <p>The store of the settings is replaced by that of the tenant. Any thread may call the function.
     */
    public TenantsBuilder build(Function<TenantId, TalkSettings> settingsOf) {
        settings = Optional.of(settingsOf);
        return this;
    }

    /** Sets the name of this process, for logs and status; the machine's name and the process id without it. */
    public TenantsBuilder worker(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1," + LONGEST_NAME + "}")) {
            problems.add("worker: a name has 1 to " + LONGEST_NAME + " letters, digits and . _ -");
        }
        worker = name;
        return this;
    }

    /** Sets how many tenants this process runs at a time; 8 without it. */
    public TenantsBuilder threads(int number) {
        if (number < 1) {
            problems.add("threads: at least 1, not " + number);
        }
        threads = number;
        return this;
    }

    /**
     * Sets after which time without a sign of life the tenants of this process are run by another; 60 seconds without it.
     *
     * <p>All processes set the same. A pause of the process that is longer, such as a long garbage collection, costs its runs.
     */
    public TenantsBuilder lease(Duration time) {
        if (time.compareTo(SHORTEST_LEASE) < 0) {
            problems.add("lease: too short; set 60 seconds");
        }
        lease = time;
        return this;
    }

    /** Sets after which time a run yields to tenants that wait; it goes on behind them. 5 minutes without it. */
    public TenantsBuilder slice(Duration time) {
        if (time.isNegative() || time.isZero()) {
            problems.add("slice: longer than nothing");
        }
        slice = time;
        return this;
    }

    /**
     * Limits the calls of all workers to an account, beside the limits that its connector knows.
     *
     * @param account the setting {@code quotaAccount} of the connections, such as {@code hubspot/portal-123}; or the name under which a
     *     connector of your own counts its calls ({@link io.sesam.talk.http.RateLimitStore}), or its beginning up to a space
     */
    public TenantsBuilder quota(String account, Quota quota) {
        quotas.put(account, new BucketStore.Limit(quota.calls(), quota.period()));
        return this;
    }

    /**
     * Adds a database for stores, beside the one of the shared tables, which is the cell {@code main}.
     *
     * <p>All workers know the same cells. The store of a tenant stays where it was made.
     */
    public TenantsBuilder cell(String name, DataSource stores) {
        cells.put(name, stores);
        return this;
    }

    /** Sets how many stores a cell holds at most; 1,000 without it. */
    public TenantsBuilder schemasPerCell(int number) {
        if (number < 1) {
            problems.add("schemasPerCell: at least 1, not " + number);
        }
        schemasPerCell = number;
        return this;
    }

    /** Sets the schema of the shared tables; {@code talk_tenants} without it. */
    public TenantsBuilder schema(String name) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            problems.add("schema: a plain name of a to z, digits and _");
        }
        schema = name;
        return this;
    }

    /** Sets how often a worker with free threads looks for turns; each second without it. */
    public TenantsBuilder poll(Duration time) {
        if (time.isNegative() || time.isZero()) {
            problems.add("poll: longer than nothing");
        }
        poll = time;
        return this;
    }

    /** Sets how long a run waits for further webhooks after the first; 2 seconds without it. */
    public TenantsBuilder webhookDelay(Duration time) {
        hintDelay = time;
        return this;
    }

    /**
     * Opens it without taking turns: for a process that only puts tenants, asks and receives.
     *
     * @throws TalkException CONFIGURATION with all problems; STORE_FAILED when the database cannot be used
     */
    public Tenants open() {
        check();
        return new Tenants(this, false);
    }

    /**
     * Opens it and takes turns.
     *
     * @throws TalkException as {@link #open()}
     */
    public Tenants start() {
        check();
        return new Tenants(this, true);
    }

    private void check() {
        if (settings.isEmpty()) {
            problems.add("build: the settings of tenants are missing");
        }
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
    }
}

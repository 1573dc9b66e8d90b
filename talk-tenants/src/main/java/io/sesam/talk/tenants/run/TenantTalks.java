package io.sesam.talk.tenants.run;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.RateLimitStore;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.store.jdbc.PostgresqlStorePlugin;
import io.sesam.talk.store.jdbc.keeper.LeaseKeeper;
import io.sesam.talk.tenants.table.BucketStore;
import io.sesam.talk.tenants.table.TenantRow;
import io.sesam.talk.tenants.table.TenantTable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the {@code Talk} of a tenant: the host's settings with the tenant's store and the shared quotas. */
public final class TenantTalks {
    private static final Logger LOG = LoggerFactory.getLogger(TenantTalks.class);

    private final Function<String, TalkSettings> settings;
    private final Cells cells;
    private final TenantTable tenants;
    private final BucketStore quotas;
    private final Duration lease;

    /** Creates it; {@code settings} is the host's. */
    public TenantTalks(
            Function<String, TalkSettings> settings,
            Cells cells,
            TenantTable tenants,
            BucketStore quotas,
            Duration lease) {
        this.settings = settings;
        this.cells = cells;
        this.tenants = tenants;
        this.quotas = quotas;
        this.lease = lease;
    }

    /** Opens it for a run: takes the store's lease, and makes the store at the first time. Its run uses the calling thread alone. */
    Talk open(TenantRow tenant) {
        TalkBuilder builder = builder(tenant.id());
        String cell = tenant.cell();
        if (cell == null) {
            cell = tenants.assignCell(tenant.id(), cells.names(), cells.most())
                    .orElseThrow(() -> new TalkException(
                            ErrorCode.STORE_FAILED,
                            "each database for stores has " + cells.most()
                                    + " schemas already; add a cell with another data source"));
        }
        return builder.store(PostgresqlStorePlugin.keptBy(keeper(cell)), store(tenant))
                .executor(RunExecutor.IN_TURN)
                .build();
    }

    /** Opens it for queries, which need no lease. */
    public Talk openForQueries(TenantRow tenant) {
        TalkBuilder builder = builder(tenant.id());
        String cell = tenant.cell();
        if (cell == null || tenant.tables() == 0) {
            return builder.store(new ForgetfulStore(), Map.of()).build();
        }
        PostgresqlStorePlugin plugin = PostgresqlStorePlugin.over(keeper(cell).dataSource());
        return builder.store(new ReadingStore(plugin, tenant.id()), store(tenant))
                .standby()
                .build();
    }

    /** Opens its connections alone, without its store. */
    public Talk openWithoutStore(String tenant) {
        return builder(tenant).store(new ForgetfulStore(), Map.of()).build();
    }

    private LeaseKeeper keeper(String cell) {
        return cells.keeper(cell)
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        "this worker has no data source for the cell " + cell + "; add it to the builder"));
    }

    private Map<String, String> store(TenantRow tenant) {
        return Map.of("schema", tenant.schema(), "lease", lease.toString());
    }

    private TalkBuilder builder(String tenant) {
        TalkSettings own;
        try {
            own = Objects.requireNonNull(settings.apply(tenant), "no settings");
        } catch (TalkException e) {
            throw e;
        } catch (RuntimeException e) {
            // its message may hold a secret
            LOG.debug("The settings of a tenant cannot be made", e);
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "the application cannot make the settings of tenant " + tenant + " ("
                            + e.getClass().getSimpleName() + "); its log at debug level has the reason",
                    e);
        }
        return own.builder().provide(RateLimitStore.class, quotas);
    }
}

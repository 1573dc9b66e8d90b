package io.sesam.talk.tenants.table;

import io.sesam.talk.http.RateLimitStore;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Call quotas that all workers share: one row for each account and period.
 *
 * <p>The row has the times of the last calls, by the database's clock; a call is granted when fewer than allowed are younger than the
 * period and a fiftieth, which leaves room for calls that arrive later than the next ones. One question for each call, which locks
 * nothing but the row.
 */
public final class BucketStore implements RateLimitStore {
    private static final String TAKE = "insert into {s}.quotas (account, stamps, granted, wait) values (?, '{}', false, 0)"
            + " on conflict (account) do nothing; update {s}.quotas q set (stamps, granted, wait) ="
            + " (select case when free then q.stamps[greatest(1, cardinality(q.stamps) - r.calls + 2):] || at else q.stamps end,"
            + " free, case when free then 0 else q.stamps[cardinality(q.stamps) - r.calls + 1] + r.period - at end"
            + " from (select at, cardinality(q.stamps) < r.calls"
            + " or q.stamps[cardinality(q.stamps) - r.calls + 1] <= at - r.period as free"
            + " from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as at offset 0) c) d)"
            + " from (select ?::integer as calls, ?::bigint as period) r where account = ? returning granted, wait";

    private final TenantDatabase database;
    private final Map<String, Limit> limits;

    /** A limit that the host sets for an account. */
    public record Limit(int calls, Duration period) {}

    /**
     * Creates the store.
     *
     * @param limits limits of the host by account, beside those of the connectors
     */
    public BucketStore(TenantDatabase database, Map<String, Limit> limits) {
        this.database = database;
        this.limits = Map.copyOf(limits);
    }

    @Override
    public Duration take(String account, int calls, Duration period) {
        for (Map.Entry<String, Limit> limit : limits.entrySet()) {
            if (account.equals(limit.getKey()) || account.startsWith(limit.getKey() + " ")) {
                Limit own = limit.getValue();
                Duration wait = counted(limit.getKey(), own.calls(), own.period());
                if (!wait.isZero()) {
                    return wait;
                }
            }
        }
        return counted(account, calls, period);
    }

    private Duration counted(String account, int calls, Duration period) {
        long micros = Math.max(1, period.toNanos() / 1_000);
        String row = account + " " + period;
        List<TenantDatabase.Row> answer = database.run(TAKE, row, calls, micros + micros / 50, row)
                .get(1);
        TenantDatabase.Row taken = answer.get(0);
        return taken.flag(0) ? Duration.ZERO : Duration.of(Math.max(1_000, taken.number(1)), ChronoUnit.MICROS);
    }
}

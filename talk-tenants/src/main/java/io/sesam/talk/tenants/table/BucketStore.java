package io.sesam.talk.tenants.table;

import io.sesam.talk.http.RateLimitStore;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Call quotas that all workers share: one row for each account and period.
 *
 * <p>The row has the earliest time of the next call, by the database's clock. Calls are spread evenly over the period, so that a call
 * that arrives late meets few others: of any period at least 96 % can be used, and a call may be late by a fiftieth of it. A period of
 * more than a minute is different: a third of its calls may come at once, and two thirds are used if they come all the time. One
 * question for each call, which locks nothing but the row.
 */
public final class BucketStore implements RateLimitStore {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final String TAKE = "insert into {s}.quotas (account, next, granted, wait) values (?, 0, false, 0)"
            + " on conflict (account) do nothing; update {s}.quotas q set (next, granted, wait) ="
            + " (select case when at >= q.next then greatest(q.next, at - r.credit) + r.step else q.next end,"
            + " at >= q.next, greatest(0, q.next - at)"
            + " from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as at offset 0) c)"
            + " from (select ?::bigint as step, ?::bigint as credit) r where account = ? returning granted, wait";

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
        boolean isLong = period.compareTo(LONG) > 0;
        // in a period and the credit there are fewer steps than calls
        long step = Math.max(1, (isLong ? micros + micros / 2 : micros + micros / 25) / calls);
        long credit = isLong ? micros / 2 : micros / 50;
        String row = account + " " + period;
        List<TenantDatabase.Row> answer =
                database.run(TAKE, row, step, credit, row).get(1);
        TenantDatabase.Row taken = answer.get(0);
        return taken.flag(0) ? Duration.ZERO : Duration.of(Math.max(1_000, taken.number(1)), ChronoUnit.MICROS);
    }
}

package io.sesam.talk.tenants.table;

import io.sesam.talk.http.RateLimitStore;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Call quotas that all workers share: one row for each account and period.
 *
 * <p>The row has the earliest time of the next call, by the database's clock. Calls are spread evenly over the period, so that a call
 * that arrives late meets few others: of any period at least 96 % can be used, and a call may be late by a fiftieth of it. A period of
 * more than a minute is different: a third of its calls may come at once, and two thirds are used if they come all the time. One
 * question for each call, which locks nothing but the rows of the limits that apply; a
 * call that one of them refuses is counted by none.
 */
public final class BucketStore implements RateLimitStore {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** Takes one call from all buckets or from none. The time is read when all rows are locked, always in one order. */
    private static final String TAKE = "insert into {s}.quotas (account, next) select a, 0 from unnest(?) as a"
            + " on conflict (account) do nothing; with locked as (select q.account, q.next, r.step, r.credit"
            + " from {s}.quotas q join unnest(?, ?, ?) as r(account, step, credit) on q.account = r.account"
            + " order by q.account for update of q), c as materialized (select latest,"
            + " (extract(epoch from clock_timestamp()) * 1000000)::bigint as at"
            + " from (select max(next) as latest from locked) m),"
            + " taken as (update {s}.quotas q set next = greatest(l.next, c.at - l.credit) + l.step from locked l, c"
            + " where q.account = l.account and c.at >= c.latest)"
            + " select at >= latest, greatest(0, latest - at) from c";

    private final TenantDatabase database;
    private final Map<String, Limit> limits;

    /** A limit that the host sets for an account. */
    public record Limit(int calls, Duration period) {
        private long micros() {
            return Math.max(1, period.toNanos() / 1_000);
        }

        private boolean isLong() {
            return period.compareTo(LONG) > 0;
        }

        /** In a period and the credit there are fewer steps than calls. */
        private long step() {
            return Math.max(1, (isLong() ? micros() + micros() / 2 : micros() + micros() / 25) / calls);
        }

        private long credit() {
            return isLong() ? micros() / 2 : micros() / 50;
        }
    }

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
        SortedMap<String, Limit> buckets = new TreeMap<>();
        buckets.put(account + " " + period, new Limit(calls, period));
        limits.forEach((name, limit) -> {
            if (account.equals(name) || account.startsWith(name + " ")) {
                buckets.merge(name + " " + limit.period(), limit, BucketStore::smaller);
            }
        });
        String[] rows = buckets.keySet().toArray(String[]::new);
        TenantDatabase.Row taken = database.run(
                        TAKE,
                        rows,
                        rows,
                        buckets.values().stream().map(Limit::step).toArray(Long[]::new),
                        buckets.values().stream().map(Limit::credit).toArray(Long[]::new))
                .get(1)
                .get(0);
        return taken.flag(0) ? Duration.ZERO : Duration.of(Math.max(1_000, taken.number(1)), ChronoUnit.MICROS);
    }

    private static Limit smaller(Limit one, Limit other) {
        return one.calls() <= other.calls() ? one : other;
    }
}

package io.sesam.talk.tenants.table;

import java.time.Duration;
import java.util.List;

/** The processes that are alive, and the turns of those that are not. */
public final class WorkerTable {
    private static final String UNTIL = "clock_timestamp() + ? * interval '1 millisecond'";

    private final TenantDatabase database;

    /** Creates the table. */
    public WorkerTable(TenantDatabase database) {
        this.database = database;
    }

    /**
     * The answer to a heartbeat.
     *
     * @param isAlive whether the worker was still counted as alive; if not, its turns are taken away
     * @param freed the tenants whose turns dead workers had
     * @param micros the database's time, in microseconds since 1970
     */
    public record Beat(boolean isAlive, List<String> freed, long micros) {
        /** Copies the list. */
        public Beat {
            freed = List.copyOf(freed);
        }
    }

    /** Counts a process as alive for a time. */
    public void register(String name, String node, Duration lease) {
        database.run(
                "insert into {s}.workers (name, node, expires) values (?, ?, " + UNTIL + ")",
                name,
                node,
                lease.toMillis());
    }

    /** Extends the time of a worker, and frees the turns of workers whose time is over, with one question. */
    public Beat beat(String name, Duration lease) {
        List<List<TenantDatabase.Row>> answers = database.run(
                "update {s}.workers set expires = " + UNTIL + " where name = ? and expires > clock_timestamp()"
                        + " returning 1; delete from {s}.workers where expires < clock_timestamp() - interval '1 day';"
                        + " update {s}.scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
                        + " version = version + 1, priority = 1 where picked and picked_by not in"
                        + " (select name from {s}.workers where expires > clock_timestamp()) returning task_instance;"
                        + " select (extract(epoch from clock_timestamp()) * 1000000)::bigint",
                lease.toMillis(),
                name);
        return new Beat(
                !answers.get(0).isEmpty(),
                answers.get(2).stream().map(row -> row.required(0)).toList(),
                answers.get(3).get(0).number(0));
    }

    /** Returns the database's time, in microseconds since 1970. */
    public long now() {
        return database.rows("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
                .get(0)
                .number(0);
    }

    /** Removes a worker that ends; what it still has is free at once. */
    public void leave(String name) {
        database.run("delete from {s}.workers where name = ?", name);
    }
}

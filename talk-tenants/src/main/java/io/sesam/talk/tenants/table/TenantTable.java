package io.sesam.talk.tenants.table;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The tenants and their turns.
 *
 * <p>A turn is a row of db-scheduler's table that is picked by a worker; its version is the token of the turn. Every change of a tenant
 * that may move its turn locks the tenant's row first, so that a request during a run is either seen by the run's end or finds the turn
 * free.
 */
public final class TenantTable {
    /** The name of all turns. */
    public static final String TASK = "tenant";

    private static final String NEVER = "timestamptz '9999-01-01 00:00:00Z'";
    private static final String MILLIS = " * interval '1 millisecond'";
    private static final String TURN = " task_name = '" + TASK + "' and task_instance = ?";

    /** The next time by the schedule, of a row of tenants. */
    private static final String SCHEDULED = "case when every_ms is null then " + NEVER
            + " else greatest(clock_timestamp(), started + every_ms" + MILLIS + ") end";

    private final TenantDatabase database;

    /** Creates the table. */
    public TenantTable(TenantDatabase database) {
        this.database = database;
    }

    /** Adds a tenant, or changes its schedule. */
    public void put(String id, String schedule, @Nullable Duration every) {
        Long millis = every == null ? null : (Long) every.toMillis();
        database.run(
                "insert into {s}.tenants (id, schedule, every_ms) values (?, ?, ?) on conflict (id) do update"
                        + " set schedule = excluded.schedule, every_ms = excluded.every_ms;"
                        + " insert into {s}.scheduled_tasks as s (task_name, task_instance, execution_time, picked, version)"
                        + " select '" + TASK + "', id, " + SCHEDULED + ", false, 1 from {s}.tenants where id = ?"
                        + " on conflict (task_name, task_instance) do update set execution_time = (select case when s.picked"
                        + " or paused or failures > 0 then s.execution_time"
                        + " when requested > served or slices > 0 or waits > 0"
                        + " then least(s.execution_time, excluded.execution_time)"
                        + " else excluded.execution_time end from {s}.tenants where id = excluded.task_instance)",
                id,
                schedule,
                millis,
                id);
    }

    /** Pauses or resumes; reports whether there is such a tenant. */
    public boolean pause(String id, boolean pause) {
        return database.run(
                                "update {s}.tenants set paused = ?, failures = case when ? then failures else 0 end"
                                        + " where id = ?; update {s}.scheduled_tasks set execution_time = case when picked"
                                        + " then execution_time when ? then " + NEVER
                                        + " else (select case when requested"
                                        + " > served or slices > 0 then clock_timestamp() else " + SCHEDULED
                                        + " end from {s}.tenants where id = ?) end where" + TURN,
                                pause,
                                pause,
                                id,
                                pause,
                                id,
                                id)
                        .get(0)
                        .get(0)
                        .number(0)
                > 0;
    }

    /** Asks for a run after now; reports whether there is such a tenant. */
    public boolean request(String id, Duration delay, boolean urgent) {
        return database.run(
                                "update {s}.tenants set requested = requested + 1 where id = ?; " + POKE,
                                id,
                                delay.toMillis(),
                                urgent,
                                id)
                        .get(0)
                        .get(0)
                        .number(0)
                > 0;
    }

    /** Moves a free turn forward. A tenant that fails is not hurried by webhooks. */
    static final String POKE =
            "update {s}.scheduled_tasks t set execution_time = case when t.picked then t.execution_time"
                    + " else (select case when n.paused then t.execution_time when n.failures = 0 or r.urgent"
                    + " then least(t.execution_time, clock_timestamp() + r.delay" + MILLIS
                    + ") else t.execution_time end"
                    + " from {s}.tenants n where n.id = t.task_instance) end"
                    + " from (select ?::bigint as delay, ?::boolean as urgent) r where t.task_name = '" + TASK
                    + "' and t.task_instance = ?";

    /** Begins a turn. Empty when the tenant is gone. */
    public Optional<TenantRow> begin(String id, String worker) {
        return database
                .rows(
                        "update {s}.tenants set worker = ?, started = case when slices = 0 and waits = 0 and not paused"
                                + " then clock_timestamp() else started end where id = ? returning number, cell,"
                                + " coalesce(tables, 0), paused, requested, slices, failures, waits,"
                                + " exists (select from {s}.hints where tenant = tenants.id)",
                        worker,
                        id)
                .stream()
                .findFirst()
                .map(row -> row(id, row));
    }

    /** Looks at a tenant without a turn. */
    public Optional<TenantRow> find(String id) {
        return database
                .rows(
                        "select number, cell, coalesce(tables, 0), paused, requested, slices, failures, waits,"
                                + " exists (select from {s}.hints where tenant = t.id) from {s}.tenants t where id = ?",
                        id)
                .stream()
                .findFirst()
                .map(row -> row(id, row));
    }

    private static TenantRow row(String id, TenantDatabase.Row row) {
        return new TenantRow(
                id,
                row.number(0),
                row.text(1),
                (int) row.number(2),
                row.flag(3),
                row.number(4),
                row.number(5),
                (int) row.number(6),
                (int) row.number(7),
                row.flag(8));
    }

    /** Gives a tenant without a store a place: the cell with the fewest, unless all are full. */
    public Optional<String> assignCell(String id, Collection<String> cells, int most) {
        return database
                .run(
                        "select pg_advisory_xact_lock(hashtext('talk cells')); update {s}.tenants set cell = coalesce(cell,"
                                + " (select c from unnest(?) with ordinality as o(c, place) where (select count(*) from"
                                + " {s}.tenants where cell = c) < ? order by (select count(*) from {s}.tenants"
                                + " where cell = c), place limit 1)) where id = ? returning cell",
                        cells.toArray(String[]::new),
                        most,
                        id)
                .get(1)
                .stream()
                .findFirst()
                .flatMap(row -> Optional.ofNullable(row.text(0)));
    }

    /** Ends a turn, unless it was taken over meanwhile. Nothing of the tenant changes then. */
    public void end(TenantRow tenant, long version, TurnEnd end) {
        Duration delay = end.delay();
        String id = tenant.id();
        database.run(
                "delete from {s}.hints where tenant = ? and number = any(?); update {s}.tenants set worker = null,"
                        + " ended = clock_timestamp(), outcome = ?, reason = ?, failures = ?, slices = ?, waits = ?,"
                        + " served = greatest(served, ?), tables = greatest(tables, nullif(?, 0)) where id = ?"
                        + " and exists (select from {s}.scheduled_tasks where version = ? and" + TURN + ");"
                        + " update {s}.scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
                        + " version = version + 1, priority = ?, consecutive_failures = ?, execution_time = (select case when paused"
                        + " then " + NEVER + " when requested > ? and failures = 0 and waits = 0 then clock_timestamp()"
                        + " else coalesce(clock_timestamp() + ?" + MILLIS + ", " + SCHEDULED + ") end"
                        + " from {s}.tenants where id = ?) where version = ? and" + TURN,
                id,
                end.hints().toArray(Long[]::new),
                end.outcome(),
                end.reason(),
                end.failures(),
                end.slices(),
                end.waits(),
                end.served() ? tenant.requested() : 0L,
                end.tables(),
                id,
                version,
                id,
                end.waits() > 0 ? 1 : 0,
                end.failures(),
                tenant.requested(),
                delay == null ? null : (Long) delay.toMillis(),
                id,
                version,
                id);
    }

    /** Gives a turn back untouched, to come again after a time. */
    public void postpone(String id, long version, Duration delay) {
        database.run(
                "update {s}.scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null,"
                        + " version = version + 1, execution_time = clock_timestamp() + ?" + MILLIS
                        + " where version = ? and" + TURN,
                delay.toMillis(),
                version,
                id);
    }

    /** Takes the turn of a tenant now; empty when it is taken. */
    public OptionalLong claim(String id, String worker) {
        return database
                .rows(
                        "update {s}.scheduled_tasks set picked = true, picked_by = ?, last_heartbeat = " + NEVER
                                + ", version = version + 1 where not picked and" + TURN + " returning version",
                        worker,
                        id)
                .stream()
                .mapToLong(row -> row.number(0))
                .findFirst();
    }

    /** Gives a turn back, unless it was taken over meanwhile; it comes when it would have come, or not while it is paused. */
    public void release(String id, long version, int tables) {
        database.run(
                "update {s}.tenants set worker = null, tables = greatest(tables, nullif(?, 0)) where id = ?"
                        + " and exists (select from {s}.scheduled_tasks where version = ? and" + TURN + ");"
                        + " update {s}.scheduled_tasks t set picked = false, picked_by = null, last_heartbeat = null,"
                        + " version = version + 1, execution_time = (select case when paused then " + NEVER
                        + " when requested > served and failures = 0 then clock_timestamp() else t.execution_time end"
                        + " from {s}.tenants where id = ?) where version = ? and" + TURN,
                tables,
                id,
                version,
                id,
                id,
                version,
                id);
    }

    /** Removes a tenant whose turn was claimed. */
    public void remove(String id, long version) {
        database.run(
                "delete from {s}.tenants where id = ? and exists (select from {s}.scheduled_tasks where version = ? and"
                        + TURN + "); delete from {s}.scheduled_tasks where version = ? and" + TURN,
                id,
                version,
                id,
                version,
                id);
    }

    /** Who has the turn of a tenant; empty when nobody has. */
    public Optional<String> holder(String id) {
        return database.rows("select picked_by from {s}.scheduled_tasks where picked and" + TURN, id).stream()
                .findFirst()
                .map(row -> row.required(0));
    }

    /** Lists ids in order, after one. */
    public List<String> ids(String after, int limit) {
        return database.rows("select id from {s}.tenants where id > ? order by id limit ?", after, limit).stream()
                .map(row -> row.required(0))
                .toList();
    }

    /** Lists tenants whose store has older tables. */
    public List<String> older(int version) {
        return database.rows("select id from {s}.tenants where tables < ? order by id", version).stream()
                .map(row -> row.required(0))
                .toList();
    }

    /** Reads a status; empty when there is no such tenant. */
    public Optional<StatusRow> status(String id) {
        return database
                .rows(
                        "select n.schedule, n.paused, n.outcome, n.reason, n.failures, n.slices, " + micros("n.started")
                                + ", " + micros("n.ended") + ", n.worker, t.picked, "
                                + micros("nullif(t.execution_time, " + NEVER + ")")
                                + ", (select count(*) from {s}.hints where tenant = n.id), n.requested > n.served,"
                                + " n.cell, coalesce(n.tables, 0), n.number from {s}.tenants n"
                                + " left join {s}.scheduled_tasks t on t.task_instance = n.id and t.task_name = '"
                                + TASK + "' where n.id = ?",
                        id)
                .stream()
                .findFirst()
                .map(StatusRow::of);
    }

    private static String micros(String time) {
        return "(extract(epoch from " + time + ") * 1000000)::bigint";
    }
}

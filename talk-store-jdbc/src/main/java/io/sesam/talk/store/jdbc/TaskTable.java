package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.PendingComparison;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code tasks}. */
final class TaskTable {
    private static final String AFTER =
            "select golden from tasks where system = ? and type = ? and golden > ? order by golden limit ?";
    private static final String DONE = "delete from tasks where system = ? and type = ? and golden = ?";
    private static final String ADD =
            "insert into tasks (system, type, golden) values (?, ?, ?) on conflict do nothing";
    private static final String ADD_ALL = """
            insert into tasks (system, type, golden)
            select ?, type, id from goldens where type = ? and removed = 0 on conflict do nothing""";

    private static final String OF_GOLDEN = "select system, type, golden from tasks where golden in (:many)";

    private final StoreDatabase database;
    private final TotalTable totals;

    TaskTable(StoreDatabase database, TotalTable totals) {
        this.database = database;
        this.totals = totals;
    }

    List<PendingComparison> after(SystemName system, EntityType type, @Nullable GoldenId after, int limit)
            throws SQLException {
        return database.list(
                AFTER,
                binder -> binder.text(system.value())
                        .text(type.name())
                        .text(after == null ? "" : after.value())
                        .number(limit),
                row -> new PendingComparison(system, type, row.golden()));
    }

    long count(SystemName system, EntityType type) throws SQLException {
        return totals.find(TotalTable.TASKS, system.value(), type.name());
    }

    void forget(Collection<GoldenId> goldens) throws SQLException {
        List<PendingComparison> open = database.many(
                OF_GOLDEN,
                StoreDatabase.Filler.NOTHING,
                GoldenTable.texts(goldens),
                StoreDatabase.Filler.NOTHING,
                row -> new PendingComparison(row.system(), row.type(), row.golden()));
        change(DONE, new LinkedHashSet<>(open), -1);
    }

    /** Applies the tasks of a commit. Called after its golden records are written. */
    void change(Commit commit) throws SQLException {
        change(DONE, commit.tasksDone(), -1);
        change(ADD, commit.tasksAdded(), 1);
        for (Commit.TaskAll all : commit.tasksForAll()) {
            String system = all.system().value();
            String type = all.type().name();
            int[] added = database.each(
                    ADD_ALL, List.of(all), (binder, one) -> binder.text(system).text(type));
            totals.add(TotalTable.TASKS, system, type, added[0]);
        }
    }

    /** Runs a change. Tasks that already exist, or are already gone, change no row. */
    private void change(String sql, Set<PendingComparison> tasks, int sign) throws SQLException {
        int[] rows = database.each(sql, tasks, TaskTable::fill);
        int index = 0;
        for (PendingComparison task : tasks) {
            totals.add(TotalTable.TASKS, task.system().value(), task.type().name(), (long) sign * rows[index++]);
        }
    }

    private static void fill(Binder binder, PendingComparison task) throws SQLException {
        binder.text(task.system().value())
                .text(task.type().name())
                .text(task.golden().value());
    }
}

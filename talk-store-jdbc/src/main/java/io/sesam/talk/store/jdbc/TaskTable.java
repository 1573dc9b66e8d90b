package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Task;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code tasks}. */
final class TaskTable {
    private static final String AFTER =
            "select golden from tasks where system = ? and type = ? and golden > ? order by golden limit ?";
    private static final String COUNT = "select count(*) from tasks where system = ? and type = ?";
    private static final String DONE = "delete from tasks where system = ? and type = ? and golden = ?";
    private static final String ADD =
            "insert into tasks (system, type, golden) values (?, ?, ?) on conflict do nothing";
    private static final String ADD_ALL = """
            insert into tasks (system, type, golden)
            select ?, type, id from goldens where type = ? and removed = 0 on conflict do nothing""";

    private static final String FORGET = "delete from tasks where golden = ?";

    private final Database database;

    TaskTable(Database database) {
        this.database = database;
    }

    List<Task> after(SystemName system, EntityType type, @Nullable GoldenId after, int limit) throws SQLException {
        return database.list(
                AFTER,
                binder -> binder.text(system.value())
                        .text(type.name())
                        .text(after == null ? "" : after.value())
                        .number(limit),
                row -> new Task(system, type, row.golden()));
    }

    long count(SystemName system, EntityType type) throws SQLException {
        return database.number(COUNT, binder -> binder.text(system.value()).text(type.name()));
    }

    void forget(Collection<GoldenId> goldens) throws SQLException {
        database.each(FORGET, GoldenTable.texts(goldens), Binder::text);
    }

    /** Comes after the golden records of the same commit. */
    void change(Commit commit) throws SQLException {
        database.each(DONE, commit.tasksDone(), TaskTable::fill);
        database.each(ADD, commit.tasksAdded(), TaskTable::fill);
        database.each(
                ADD_ALL,
                commit.tasksForAll(),
                (binder, all) ->
                        binder.text(all.system().value()).text(all.type().name()));
    }

    private static void fill(Binder binder, Task task) throws SQLException {
        binder.text(task.system().value())
                .text(task.type().name())
                .text(task.golden().value());
    }
}

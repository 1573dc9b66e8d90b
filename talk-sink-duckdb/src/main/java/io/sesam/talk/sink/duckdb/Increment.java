package io.sesam.talk.sink.duckdb;

import static java.util.stream.Collectors.joining;

import io.sesam.talk.spi.sink.AnalyticTables;
import io.sesam.talk.spi.sink.SinkChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one batch, applied in a transaction.
 *
 * <p>A change is outdated when the table of its type, or the list of removed records, has its golden record with an
 * equal or greater sequence. For the others, all rows are deleted and inserted again. A crosswalk row may have been
 * claimed by a later golden record: for each source record, the golden record with the greater sequence wins.
 */
final class Increment {
    private static final String CHANGED = "talk_changed";
    private static final String CLAIMED = "talk_claimed";
    private static final String CHANGED_NAME = Sql.STAGING.of(CHANGED);
    private static final String CLAIMED_NAME = Sql.STAGING.of(CLAIMED);
    private static final String SAME_RECORD = "t.type = c.type AND t.system = c.system AND t.record_id = c.record_id";

    private final Sql sql;
    private final DuckDbNames names;

    Increment(Sql sql, DuckDbNames names) {
        this.sql = sql;
        this.names = names;
    }

    static void makeStaging(Sql sql) throws SQLException {
        sql.run("CREATE TEMP TABLE " + CHANGED + " (id VARCHAR, sequence BIGINT)");
        sql.run("CREATE TEMP TABLE " + CLAIMED
                + " (type VARCHAR, system VARCHAR, record_id VARCHAR, golden_id VARCHAR, sequence BIGINT)");
    }

    void bring(List<SinkChange> changes) throws SQLException {
        List<SinkChange> fresh = withoutOutdated(changes);
        if (!fresh.isEmpty()) {
            takeOut(fresh);
            addCrosswalk(fresh);
            addRows(fresh);
        }
    }

    private List<SinkChange> withoutOutdated(List<SinkChange> changes) throws SQLException {
        stageChanged(changes);
        String known = Stream.concat(types(changes), Stream.of(DuckDbNames.REMOVED))
                .map(table -> "SELECT c.id FROM " + CHANGED_NAME + " c JOIN " + names.of(table)
                        + " t ON t.id = c.id WHERE t.version >= c.sequence")
                .collect(joining(" UNION ALL "));
        Set<String> old = new HashSet<>(sql.texts(known));
        if (old.isEmpty()) {
            return changes;
        }
        List<SinkChange> fresh = changes.stream()
                .filter(change -> !old.contains(change.id().value()))
                .toList();
        stageChanged(fresh);
        return fresh;
    }

    private void takeOut(List<SinkChange> fresh) throws SQLException {
        for (String table :
                Stream.concat(types(fresh), Stream.of(DuckDbNames.REMOVED)).toList()) {
            takeOut(table, "id");
        }
        takeOut(AnalyticTables.CROSSWALK.name(), "golden_id");
        takeOut(AnalyticTables.PROVENANCE.name(), "golden_id");
    }

    private void takeOut(String table, String id) throws SQLException {
        sql.run("DELETE FROM " + names.of(table) + " t USING " + CHANGED_NAME + " c WHERE t." + id + " = c.id");
    }

    private void addRows(List<SinkChange> fresh) throws SQLException {
        try (GoldenRows rows = new GoldenRows(sql, names)) {
            for (SinkChange change : fresh) {
                rows.add(change);
            }
            rows.flush();
        }
    }

    /**
     * Adds the crosswalk rows. Runs while the rows of the changed records are deleted, so that any owner found there is
     * unchanged.
     */
    private void addCrosswalk(List<SinkChange> fresh) throws SQLException {
        stageClaimed(fresh);
        String crosswalk = names.of(AnalyticTables.CROSSWALK.name());
        for (String type : types(fresh).toList()) {
            sql.run("DELETE FROM " + CLAIMED_NAME + " c USING " + crosswalk + " t, " + names.of(type) + " owner WHERE "
                    + SAME_RECORD + " AND owner.id = t.golden_id AND owner.version > c.sequence");
        }
        sql.run("DELETE FROM " + crosswalk + " t USING " + CLAIMED_NAME + " c WHERE " + SAME_RECORD);
        sql.run("INSERT INTO " + crosswalk + " SELECT type, system, record_id, arg_max(golden_id, sequence) FROM "
                + CLAIMED_NAME + " GROUP BY type, system, record_id");
    }

    private void stageChanged(List<SinkChange> changes) throws SQLException {
        sql.run("DELETE FROM " + CHANGED_NAME);
        try (RowAppender appender = sql.appender(Sql.STAGING, CHANGED)) {
            for (SinkChange change : changes) {
                appender.add(List.of(change.id().value(), change.sequence()));
            }
            appender.flush();
        }
    }

    private void stageClaimed(List<SinkChange> fresh) throws SQLException {
        sql.run("DELETE FROM " + CLAIMED_NAME);
        try (RowAppender appender = sql.appender(Sql.STAGING, CLAIMED)) {
            for (SinkChange change : fresh) {
                for (List<@Nullable Object> row :
                        change.golden().map(AnalyticTables::crosswalkRows).orElse(List.of())) {
                    List<@Nullable Object> claim = new ArrayList<>(row);
                    claim.add(change.sequence());
                    appender.add(claim);
                }
            }
            appender.flush();
        }
    }

    private static Stream<String> types(List<SinkChange> changes) {
        return changes.stream().map(change -> change.type().name()).distinct();
    }
}

package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What PostgreSQL knows about tables that a first listing fills. With the statistics of empty tables, versions before 17 read all
 * rows of a system's type to find some by their ids.
 */
@Tag("slow")
final class PlannerStatisticsTest {
    private static final int PAGES = 24;
    private static final int RECORDS_PER_PAGE = 500;

    @Test
    void theStatisticsFollowTheGrowthOfAFirstListing() throws SQLException {
        String schema = Postgres.newSchema();
        try (Store store = Postgres.open(
                Postgres.settings(Postgres.url(), schema, "PT1M"), Map.of(EntityType.PERSON, Person.SCHEMA))) {
            for (int page = 0; page < PAGES; page++) {
                Commit commit = new Commit();
                page(page).forEach(commit::put);
                store.commit(commit);
                int records = (page + 1) * RECORDS_PER_PAGE;
                if (records >= 2_000) {
                    assertThat(known(schema, "records")).isBetween(records / 3L, 2L * records);
                    assertThat(known(schema, "match_keys")).isBetween(records / 3L, 2L * records);
                }
            }
        }
    }

    private static List<StoredRecord> page(int page) {
        List<StoredRecord> records = new ArrayList<>();
        for (int i = 0; i < RECORDS_PER_PAGE; i++) {
            String name = "p" + (page * RECORDS_PER_PAGE + i);
            SourceRecord record = SourceRecord.of(
                    RecordRef.of("crm", EntityType.PERSON, name),
                    Person.of("Ada", "", name + "@x.example").toFields());
            MatchKey key = new MatchKey("email", name + "@x.example");
            records.add(new StoredRecord(record, StoredRecord.Status.LIVE, null, Set.of(key), false, null, 1));
        }
        return records;
    }

    /** The number of rows that the planner counts with; -1 for a table that was never analysed. */
    private static long known(String schema, String table) throws SQLException {
        return Long.parseLong(Postgres.run(
                        "select reltuples::bigint from pg_class where oid = '" + schema + "." + table + "'::regclass")
                .get(0));
    }
}

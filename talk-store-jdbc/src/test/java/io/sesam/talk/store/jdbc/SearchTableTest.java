package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of a store with more golden records than a search reads beforehand, and what an erasure leaves in it. */
final class SearchTableTest {
    private static final int MANY = 12_000;

    @TempDir
    private Path directory;

    private Store open() {
        return SqliteStorePlugin.at(directory.resolve("talk.db"), Map.of(EntityType.PERSON, Person.SCHEMA));
    }

    private static StoredGolden person(int number, String systems) {
        Fields values = Fields.builder(Person.SCHEMA)
                .text("firstname", "Ada")
                .text("lastname", "Last" + number)
                .build();
        GoldenId id = GoldenId.foundedBy(RecordRef.of("crm", EntityType.PERSON, "c" + number));
        return new StoredGolden(id, values, 1, number + 1L, false, GoldenSystems.parse(systems), number + 1L, null);
    }

    private static List<GoldenId> found(
            Store store, List<String> words, @Nullable String in, @Nullable String missingIn) {
        List<GoldenId> found = new ArrayList<>();
        String after = null;
        do {
            GoldenHits hits = store.search(new GoldenSearch(
                    EntityType.PERSON,
                    words,
                    Optional.ofNullable(in).map(SystemName::new),
                    Optional.ofNullable(missingIn).map(SystemName::new),
                    false,
                    after,
                    400));
            found.addAll(hits.goldens());
            after = hits.next().orElse(null);
        } while (after != null);
        return found;
    }

    @Test
    void pagesAreCompleteHoweverManyMeetTheConditions() {
        try (Store store = open()) {
            for (int begin = 0; begin < MANY; begin += 3_000) {
                Commit commit = new Commit();
                for (int i = begin; i < begin + 3_000; i++) {
                    commit.put(person(i, i % 100 == 0 ? "crm" : "crm erp"));
                }
                store.commit(commit);
            }
            assertThat(found(store, List.of(), null, null)).hasSize(MANY).doesNotHaveDuplicates();
            assertThat(found(store, List.of("ada"), null, null)).hasSize(MANY).doesNotHaveDuplicates();
            assertThat(found(store, List.of("ada"), "erp", null))
                    .hasSize(MANY - 120)
                    .doesNotHaveDuplicates();
            assertThat(found(store, List.of("ada"), null, "erp")).hasSize(120).doesNotHaveDuplicates();
            assertThat(found(store, List.of("ada", "last77"), "erp", null)).hasSize(110);
            assertThat(found(store, List.of("ada", "nobody"), "erp", null)).isEmpty();
        }
    }

    @Test
    void aSearchSeesTheChangesThatWaitAndMakesNone() throws SQLException {
        int before = 6_000;
        List<GoldenId> all;
        try (Store store = open()) {
            Commit many = new Commit();
            for (int i = 0; i < before; i++) {
                many.put(person(i, "crm"));
            }
            store.commit(many);
            assertThat(count("select count(*) from search_log"))
                    .as("so many are made at once")
                    .isZero();
            Commit few = new Commit();
            for (int i = 0; i < 30; i++) {
                StoredGolden old = person(i, "crm");
                long sequence = before + 1L + i;
                few.put(
                        i % 3 == 0
                                ? old.asRemoved(Fields.unknown(Person.SCHEMA), sequence, null)
                                : i % 3 == 1 ? named(old, "Grace", sequence) : person(before + i, "crm erp"));
            }
            store.commit(few);
            all = found(store, List.of(), null, null);
            assertThat(all).hasSize(before).doesNotHaveDuplicates();
            assertThat(found(store, List.of("grace"), null, null)).hasSize(10);
            assertThat(found(store, List.of("ada"), null, null))
                    .hasSize(before - 10)
                    .doesNotHaveDuplicates();
            assertThat(found(store, List.of("ada", "last6"), "erp", null)).hasSize(10);
            assertThat(count("select count(*) from search_log")).isEqualTo(30);
        }
        try (Store store = open()) {
            assertThat(found(store, List.of(), null, null)).isEqualTo(all);
            assertThat(found(store, List.of("grace"), null, null)).hasSize(10);
        }
    }

    private static StoredGolden named(StoredGolden golden, String firstname, long sequence) {
        Fields values = Fields.builder(Person.SCHEMA)
                .text("firstname", firstname)
                .text("lastname", golden.values().originalText(1).orElse(""))
                .build();
        return new StoredGolden(
                golden.id(), values, 1, sequence, false, golden.systems(), golden.founded(), golden.other());
    }

    /** Neither the index nor its log has a word of who was erased, whether it was indexed by then or not. */
    @Test
    @Tag("R27")
    void anErasureLeavesNoWordBehind() throws SQLException {
        for (boolean isIndexed : new boolean[] {true, false}) {
            try (Store store = open()) {
                store.commit(new Commit().put(person(1, "crm")));
                if (isIndexed) {
                    assertThat(found(store, List.of("ada"), null, null)).hasSize(1);
                }
                StoredGolden erased =
                        person(1, "crm").asRemoved(Fields.unknown(Person.SCHEMA), isIndexed ? 3 : 4, null);
                store.commit(new Commit().forget(erased.id()).put(erased));
                assertThat(found(store, List.of("ada"), null, null)).isEmpty();
            }
            assertThat(count("select count(*) from search")).isZero();
            assertThat(count("select count(*) from search_log")).isZero();
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = SqliteDialect.open(directory.resolve("talk.db"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}

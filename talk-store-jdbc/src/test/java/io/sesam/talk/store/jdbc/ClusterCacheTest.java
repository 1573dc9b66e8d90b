package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.testkit.TestClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store with a cache answers like one without. */
final class ClusterCacheTest {
    private static final Map<EntityType, Schema> SCHEMAS = Map.of(EntityType.PERSON, Person.SCHEMA);
    private static final int HISTORIES = 12;
    private static final int RECORDS = 30;

    @TempDir
    Path directory;

    private Random dice = new Random();
    private long sequence;

    @Test
    void everyAnswerIsThatOfTheTables() throws SQLException {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            dice = new Random(seed);
            sequence = 0;
            // The smallest cache forgets clusters all the time.
            long[] sizes = {0, 4_000, 20_000, 1 << 20};
            List<Store> stores = new ArrayList<>();
            for (long size : sizes) {
                stores.add(open(directory.resolve(seed + "-" + size + ".db"), new ClusterCache(size)));
            }
            for (int step = 0; step < 30; step++) {
                Commit commit = commit();
                boolean fails = dice.nextInt(6) == 0;
                if (fails) {
                    commit.put(golden(0, 1)).put(golden(1, 1));
                }
                for (Store store : stores) {
                    if (fails) {
                        assertThatExceptionOfType(TalkException.class).isThrownBy(() -> store.commit(commit));
                    } else {
                        store.commit(commit);
                    }
                }
                if (dice.nextInt(8) == 0) {
                    stores.forEach(Store::rest);
                }
                List<RecordRef> refs = List.of(ref(), ref(), ref());
                List<GoldenId> goldens = List.of(goldenId(any()), goldenId(any()), goldenId(any()));
                List<MatchKey> keys = List.of(key(any()), key(any()));
                Object expected = answers(stores.get(0), refs, goldens, keys);
                for (int i = 1; i < sizes.length; i++) {
                    assertThat(answers(stores.get(i), refs, goldens, keys))
                            .as("seed %s, step %s, a cache of %s bytes", seed, step, sizes[i])
                            .isEqualTo(expected);
                }
            }
            stores.forEach(Store::close);
        }
    }

    private static Store open(Path file, ClusterCache cache) throws SQLException {
        SqliteDialect dialect = new SqliteDialect(file);
        Connection connection = dialect.connect();
        SqliteDialect.configure(connection);
        SqliteFile.MIGRATIONS.run(connection, dialect, TestClock.create());
        StoreDatabase database = new StoreDatabase(connection, dialect, OwnershipGuard.NONE);
        return new JdbcStore(database, Schemas.load(database, SCHEMAS), cache, () -> {});
    }

    private Commit commit() {
        Commit commit = new Commit();
        for (int i = 0; i <= dice.nextInt(5); i++) {
            switch (dice.nextInt(10)) {
                case 0 -> commit.forget(ref());
                case 1 ->
                    commit.put(new Commit.Listed(
                            new SystemName("crm"),
                            EntityType.PERSON,
                            dice.nextInt(9),
                            List.of(ref().id(), ref().id())));
                case 2, 3 -> commit.put(golden(any(), ++sequence + 10));
                default -> commit.put(record());
            }
        }
        return commit;
    }

    private StoredRecord record() {
        RecordRef ref = ref();
        Fields rawValues = Fields.builder(Person.SCHEMA)
                .text("email", "p" + any() + "@x.example")
                .text("firstname", dice.nextBoolean() ? " Ada" : "")
                .build();
        SourceRecord record = SourceRecord.at(ref, rawValues, 1_000_000L * dice.nextInt(9));
        if (dice.nextBoolean()) {
            record = record.stamped(Stamps.all(Person.SCHEMA.size(), 5).with(0, 7, Stamps.ECHO, "Ada"));
        }
        record = dice.nextBoolean() ? Normalizer.normalize(record) : record;
        boolean live = dice.nextInt(4) > 0;
        return new StoredRecord(
                record,
                live ? StoredRecord.Status.LIVE : StoredRecord.Status.GONE,
                live || dice.nextBoolean() ? goldenId(any()) : null,
                live ? Set.of(key(any())) : Set.of(),
                dice.nextInt(8) == 0,
                dice.nextBoolean() ? "v" + dice.nextInt(9) : null,
                dice.nextInt(9));
    }

    private StoredGolden golden(int number, long sequence) {
        Fields values = Fields.builder(Person.SCHEMA)
                .text("email", "g" + any() + "@x.example")
                .build();
        return new StoredGolden(goldenId(number), values, dice.nextInt(4), sequence, dice.nextInt(5) == 0);
    }

    private int any() {
        return dice.nextInt(RECORDS / 3);
    }

    private RecordRef ref() {
        return RecordRef.of(dice.nextBoolean() ? "crm" : "erp", EntityType.PERSON, "r" + dice.nextInt(RECORDS / 2));
    }

    private static GoldenId goldenId(int number) {
        return GoldenId.foundedBy(RecordRef.of("founder", EntityType.PERSON, "g" + number));
    }

    private static MatchKey key(int number) {
        return new MatchKey("email", "p" + number + "@x.example");
    }

    private static List<Object> answers(
            Store store, List<RecordRef> refs, List<GoldenId> goldens, List<MatchKey> keys) {
        List<Object> answers = new ArrayList<>();
        List<StoredRecord> members = store.members(goldens);
        assertThat(store.goldens(goldens)).doesNotHaveDuplicates();
        for (List<StoredRecord> records : List.of(
                store.records(refs), members, store.withKeys(EntityType.PERSON, keys, 100), store.members(goldens))) {
            List<StoredRecord> sorted = new ArrayList<>(records);
            sorted.sort(Comparator.comparing(StoredRecord::ref));
            answers.add(sorted);
            assertThat(records).allMatch(record -> !record.record().isNormalized());
        }
        List<StoredGolden> found = new ArrayList<>(store.goldens(goldens));
        found.sort(Comparator.comparing(golden -> golden.id().value()));
        answers.add(found);
        answers.add(store.counts());
        answers.add(store.goldens(EntityType.PERSON));
        answers.add(store.recordsAfter(new SystemName("crm"), EntityType.PERSON, null, 100));
        return answers;
    }
}

package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.Reading;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of committing pages, again and again. */
@Tag("R23")
@Tag("slow")
final class SqliteCrashTest {
    private static final int ROUNDS = 6;
    private static final long SEED = 7;

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedIsThereAndNothingIsHalf() throws Exception {
        Path file = directory.resolve("talk.db");
        SplittableRandom random = new SplittableRandom(SEED);
        int next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int acknowledged = crash(file, next, 3 + random.nextInt(10), random.nextInt(40));
            int there = assertWhole(file);
            // The kill may have come between the commit and the word that it was done.
            assertThat(there).as("round %s of seed %s", round, SEED).isBetween(acknowledged, acknowledged + 1);
            next = there + 1;
        }
    }

    /** Kills a process that commits pages, and tells the last page that it said was done. */
    private static int crash(Path file, int firstPage, int pages, int moreMillis) throws Exception {
        try (OtherEngine other = OtherEngine.start(file, firstPage)) {
            assertThat(other.hear()).isEqualTo("open");
            int acknowledged = firstPage - 1;
            for (int i = 0; i < pages; i++) {
                acknowledged = Integer.parseInt(other.hear());
            }
            TimeUnit.MILLISECONDS.sleep(moreMillis);
            other.kill();
            for (String line = other.hear(); !line.equals("nothing"); line = other.hear()) {
                acknowledged = Integer.parseInt(line);
            }
            return acknowledged;
        }
    }

    /** The last page that is there, with all that belongs to it and to those before. */
    private static int assertWhole(Path file) {
        try (Store store = SqliteStorePlugin.at(file, OtherEngine.SCHEMAS)) {
            Reading reading = store.reading(OtherEngine.CRM, EntityType.PERSON).orElseThrow();
            int page = Integer.parseInt(((Position.Token) reading.position()).value());
            int records = (page + 1) * OtherEngine.PAGE;
            assertThat(store.liveRecords(OtherEngine.CRM, EntityType.PERSON)).isEqualTo(records);
            assertThat(store.goldens(EntityType.PERSON)).isEqualTo(records);
            assertThat(store.lastSequence()).isEqualTo(records);
            assertThat(store.tasks(OtherEngine.CRM, EntityType.PERSON)).isEqualTo(records);
            RecordRef last = new RecordRef(OtherEngine.CRM, EntityType.PERSON, "r" + (records - 1));
            StoredRecord.Key key = new StoredRecord.Key("email", (records - 1) + "@example.org");
            assertThat(store.withKeys(EntityType.PERSON, List.of(key), 9))
                    .extracting(StoredRecord::ref)
                    .containsExactly(last);
            assertThat(store.members(List.of(GoldenId.foundedBy(last)))).hasSize(1);
            return page;
        }
    }
}

package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests with a process killed while committing pages.
 *
 * <p>{@code -Dtalk.kills=100 -Dtalk.seed=7} kills more often, and at other moments.
 */
@Tag("R23")
@Tag("slow")
final class CrashTest {
    private static final int KILLS = Integer.getInteger("talk.kills", 3);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("talk.seed", 1);
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void aSqliteFileLosesNothingItAcknowledgedAndHoldsNothingHalf() throws Exception {
        killAndLook(directory.resolve("talk.db").toString());
    }

    @Test
    void aPostgresqlSchemaLosesNothingItAcknowledgedAndHoldsNothingHalf() throws Exception {
        killAndLook(Postgres.url() + " " + Postgres.newSchema() + " PT0.3S");
    }

    private void killAndLook(String place) throws Exception {
        System.out.println("talk.seed=" + seed + " for " + KILLS + " kills");
        int next = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            int acknowledged = crash(place, next, random.nextInt(12), random.nextInt(40));
            int there = assertWhole(place, next - 1);
            // The kill may have come between the commit and its report.
            assertThat(there).as("kill %s of seed %s", kill, seed).isBetween(acknowledged, acknowledged + 1);
            next = there + 1;
        }
    }

    /** Kills a committing process; returns the last page it reported. */
    private static int crash(String place, int firstPage, int pages, int moreMillis) throws Exception {
        try (OtherEngine other = OtherEngine.start(place, firstPage)) {
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

    /** Asserts that the last page and all before it are complete. */
    private static int assertWhole(String place, int before) {
        try (Store store = openWhenItIsFree(place)) {
            int page = store.reading(OtherEngine.CRM, EntityType.PERSON)
                    .map(ReadState::position)
                    .map(position -> Integer.parseInt(((Position.Token) position).value()))
                    .orElse(-1);
            assertThat(page).isGreaterThanOrEqualTo(before);
            int records = (page + 1) * OtherEngine.PAGE;
            assertThat(store.liveRecords(OtherEngine.CRM, EntityType.PERSON)).isEqualTo(records);
            assertThat(store.recordsAfter(OtherEngine.CRM, EntityType.PERSON, null, records + 1))
                    .hasSize(records);
            assertThat(store.goldens(EntityType.PERSON)).isEqualTo(records);
            assertThat(store.goldensAfter(0, records + 1)).hasSize(records);
            assertThat(store.lastSequence()).isEqualTo(records);
            assertThat(store.tasks(OtherEngine.CRM, EntityType.PERSON)).isEqualTo(records);
            assertThat(store.tasks(OtherEngine.CRM, EntityType.PERSON, null, records + 1))
                    .hasSize(records);
            if (records > 0) {
                assertLastIsFound(store, records - 1);
            }
            return page;
        }
    }

    /** Opens the store after the dead process's lease has expired. */
    private static Store openWhenItIsFree(String place) {
        return await().atMost(60, TimeUnit.SECONDS)
                .ignoreExceptionsMatching(
                        e -> e instanceof TalkException refusal && refusal.code() == ErrorCode.STORE_IN_USE)
                .until(() -> OtherEngine.open(place), store -> true);
    }

    private static void assertLastIsFound(Store store, int number) {
        RecordRef last = new RecordRef(OtherEngine.CRM, EntityType.PERSON, "r" + number);
        MatchKey key = new MatchKey("email", number + "@example.org");
        assertThat(store.withKeys(EntityType.PERSON, List.of(key), 9))
                .extracting(StoredRecord::ref)
                .containsExactly(last);
        assertThat(store.members(List.of(GoldenId.foundedBy(last)))).hasSize(1);
    }
}

package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.query.QualityReport;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that syncs three clouds is killed at any moment, in its first sync and in later ones, while people go on
 * working; once one is left to finish, nobody is anywhere twice and no edit is lost.
 *
 * <p>{@code -Dtalk.kills=100 -Dtalk.seed=7} kills more often, and at other moments.
 */
@Tag("slow")
@Tag("R21")
@Tag("R23")
final class KilledWhileSyncingTest {
    private static final int KILLS = Integer.getInteger("talk.kills", 4);
    private static final int KILLS_IN_A_WORLD = 5;
    private static final int LEASE_MILLIS = 400;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("talk.seed", 1);
    private final SplittableRandom random = new SplittableRandom(seed);
    private int kills;
    private int unanswered;
    private int finished;
    private int edits;

    @Test
    void nobodyIsMadeTwiceAndNoEditIsLostWithASqliteStore() throws Exception {
        for (int world = 1; kills < KILLS; world++) {
            Path home = Files.createDirectory(directory.resolve("world-" + world));
            live(
                    world,
                    home,
                    Map.of("kind", "sqlite", "path", home.resolve("talk.db").toString()),
                    0);
        }
        tell("SQLite");
    }

    @Test
    void nobodyIsMadeTwiceAndNoEditIsLostWithAPostgresqlStore() throws Exception {
        try (EmbeddedPostgres server = start()) {
            String url = server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
            for (int world = 1; kills < KILLS; world++) {
                Path home = Files.createDirectory(directory.resolve("world-" + world));
                Map<String, String> store = new HashMap<>(
                        Map.of("kind", "postgresql", "url", url, "user", "postgres", "password", "postgres"));
                store.put("schema", "world_" + world);
                store.put("lease", "PT0." + LEASE_MILLIS + "S");
                live(world, home, store, LEASE_MILLIS);
            }
        }
        tell("PostgreSQL");
    }

    private static EmbeddedPostgres start() {
        try {
            // What is killed is never the server.
            return EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
        } catch (IOException | RuntimeException e) {
            return Assumptions.abort("PostgreSQL does not start here: " + e);
        }
    }

    private void tell(String store) {
        System.out.println(store + ": " + kills + " kills of seed " + seed + ", " + unanswered
                + " left writes without an answer, " + finished + " came too late; " + edits + " edits are everywhere");
    }

    /** One world: new clouds and a new store, a first sync that is killed, and later ones. */
    private void live(int world, Path home, Map<String, String> store, int leaseMillis) throws Exception {
        try (Clouds clouds = new Clouds();
                ClockServer time = ClockServer.start(clouds.clock)) {
            Map<String, String> settings = clouds.settings();
            store.forEach((key, value) -> settings.put("store." + key, value));
            settings.put("clock", Integer.toString(time.port()));
            settings.put("heard", home.resolve("heard.txt").toString());
            Town town = new Town(clouds, random.split());
            town.settle(20, 40);
            if (world % 2 == 0) {
                // Every other world has HubSpot's property for Talk's ids; the others have to look by other means.
                try (Talk talk = SyncingProcess.open(settings, clouds.clock)) {
                    talk.fix();
                }
            }
            World one = new World(clouds, town, settings, home, leaseMillis);
            int until = Math.min(KILLS, kills + KILLS_IN_A_WORLD);
            for (int round = 1; kills < until; round++) {
                String when = "seed " + seed + ", world " + world + ", round " + round;
                town.newRound(round == 1);
                for (int again = 1 + random.nextInt(3); again > 0 && kills < until; again--) {
                    one.syncAndKill();
                }
                one.recover(when);
                try (Talk talk = SyncingProcess.open(settings, clouds.clock)) {
                    new HeardFile(home.resolve("heard.txt")).check(when, talk);
                    List.of("person", "organisation", "product").forEach(type -> qualityIsCounted(when, type, talk));
                }
                town.check(when);
            }
            edits += town.edited();
        }
    }

    /** What was counted over all kills is what a measurement finds. */
    private static void qualityIsCounted(String when, String type, Talk talk) {
        QualityReport measured = talk.records().quality(type);
        List<QualityPoint> trend = talk.records().qualityTrend(type);
        QualityPoint counted = trend.get(trend.size() - 1);
        assertThat(counted.run())
                .as(when)
                .isEqualTo(talk.records().runs(1).get(0).run());
        assertThat(counted.golden()).as("%s, %s", when, type).isEqualTo(measured.golden());
        assertThat(counted.overlap()).as("%s, %s", when, type).isEqualTo(measured.overlap());
        counted.systems()
                .forEach((system, sums) -> sums.properties().forEach((name, counts) -> {
                    QualityReport.PropertyQuality found =
                            measured.systems().get(system).properties().get(name);
                    assertThat(List.of(counts.known(), counts.filled(), counts.valid(), counts.agreeing()))
                            .as("%s, %s of %s in %s", when, name, type, system)
                            .isEqualTo(List.of(found.known(), found.filled(), found.valid(), found.agreeing()));
                }));
    }

    private final class World {
        private final Clouds clouds;
        private final Town town;
        private final Map<String, String> settings;
        private final Path home;
        private final int leaseMillis;
        private long requestsOfARun = 40;
        private long writesOfARun = 10;

        World(Clouds clouds, Town town, Map<String, String> settings, Path home, int leaseMillis) {
            this.clouds = clouds;
            this.town = town;
            this.settings = settings;
            this.home = home;
            this.leaseMillis = leaseMillis;
        }

        /** People work, a process syncs and is killed after some requests and a little while. */
        void syncAndKill() throws Exception {
            town.act();
            town.act();
            town.act();
            clouds.clock.advance(Duration.ofSeconds(random.nextInt(2) * (1L + random.nextInt(900))));
            clouds.forget();
            boolean writing = random.nextInt(3) > 0;
            long last = 1 + random.nextLong(writing ? writesOfARun : requestsOfARun);
            try (SyncingProcess process = SyncingProcess.start(home, settings)) {
                int acts = random.nextInt(12);
                while (process.isAlive() && (writing ? clouds.writes() : clouds.requests()) < last) {
                    if (clouds.requests() > 0 && acts > 0 && random.nextInt(4) == 0) {
                        town.act();
                        acts--;
                    }
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2) * (long) random.nextInt(20));
                if (process.kill()) {
                    kills++;
                } else {
                    finished++;
                    measure();
                }
            }
            // A busy server may still do what the dead asked for last, which moves its lease forward.
            TimeUnit.MILLISECONDS.sleep(leaseMillis == 0 ? 0 : leaseMillis + 500L);
        }

        /** Syncs in peace until there is nothing more to do. */
        void recover(String when) throws InterruptedException {
            boolean silent = false;
            for (int run = 1; !silent; run++) {
                assertThat(run).as(when + ": runs until it is silent").isLessThan(9);
                clouds.clock.advance(Duration.ofMinutes(10));
                clouds.forget();
                try (Talk talk = SyncingProcess.open(settings, clouds.clock)) {
                    unanswered += run == 1 && !talk.stewardship().inDoubt().isEmpty() ? 1 : 0;
                    SyncReport report = talk.sync();
                    assertThat(report.paused()).as(when).isEmpty();
                    assertThat(report.heldPlans()).as(when).isEmpty();
                    silent = writing(report) == 0 && report.inDoubt() == 0;
                }
                if (run == 1) {
                    measure();
                }
            }
        }

        private void measure() {
            requestsOfARun = Math.max(2, clouds.requests());
            writesOfARun = Math.max(1, clouds.writes());
        }

        private static long writing(SyncReport report) {
            return report.calls().values().stream()
                    .mapToLong(Calls.Count::writes)
                    .sum();
        }
    }
}

package io.sesam.talk.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards, files, threads and the order of the input change no byte of the result of one merge. */
final class SameAsOneMergeTest {
    private static final int[] SHARDS = {1, 2, 7, 64};
    private static final ExecutorService HELPERS = Executors.newFixedThreadPool(2);

    @TempDir
    private Path directory;

    @AfterAll
    static void endHelpers() {
        HELPERS.shutdown();
    }

    @Test
    @Tag("R7")
    void filesOnOneMachineGiveTheBytesOfOneMerge() {
        inFiles(1, 25);
    }

    /** The first seed may be given as {@code -Dtalk.seed}. */
    @Test
    @Tag("R7")
    @Tag("slow")
    void soDoManyMore() {
        inFiles(Long.getLong("talk.seed", 10_000), 150);
    }

    private void inFiles(long start, int count) {
        for (long seed = start; seed < start + count; seed++) {
            World world = new World(seed);
            List<String> expected = world.expected();
            for (int shards : SHARDS) {
                long order = seed * 31 + shards;
                Collected sink = new Collected();
                // so little memory that a shard is merged in many groups, now and then
                long memory = seed % 3 == 0 ? 200_000 : 50_000_000;
                BulkReport report = LocalBulk.of(world.people, world.organisations)
                        .linkedBy(world.links)
                        .on(seed % 2 == 0 ? HELPERS : Runnable::run, 1 + (int) (seed % 3))
                        .shards(shards)
                        .memory(memory)
                        .merge(directory, ListSource.of(world, world.shuffled(order)), sink);
                assertThat(sink.sorted())
                        .as("seed %d, %d shards, order %d", seed, shards, order)
                        .isEqualTo(expected);
                assertThat(report.goldens()).isEqualTo(expected.size());
                assertThat(report.rows()).isEqualTo(world.records.size());
                assertThat(sink.refusals).hasSize((int) report.refused());
                assertThat(sink.committed && sink.closed).isTrue();
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Tag("R7")
    void soDoTheStepsAsAnotherEngineTakesThem() {
        for (long seed = 1; seed <= 200; seed++) {
            World world = new World(seed);
            List<String> expected = world.expected();
            for (int shards : SHARDS) {
                assertThat(new MemoryPipeline(world, shards).rows(world.shuffled(seed)))
                        .as("seed %d, %d shards", seed, shards)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void anAtlasThatLosesAJoinIsCaught() {
        assertThat(caught(pipeline -> {
                    int[] count = {0};
                    pipeline.joins = (one, other) -> one.equals(other) || count[0]++ % 5 != 0;
                }))
                .isTrue();
    }

    @Test
    void shardsWithoutAnAtlasAreCaught() {
        assertThat(caught(pipeline -> pipeline.usesAtlas = false)).isTrue();
    }

    @Test
    void shardsThatDoNotKnowOfRepeatedReferencesAreCaught() {
        assertThat(caught(pipeline -> pipeline.knowsRepeated = false)).isTrue();
    }

    @Test
    void aCrowdThatTakesInLinkedRecordsIsCaught() {
        assertThat(caught(pipeline -> pipeline.respectsLinks = false)).isTrue();
    }

    private static boolean caught(Consumer<MemoryPipeline> mutation) {
        for (long seed = 1; seed <= 200; seed++) {
            World world = new World(seed);
            MemoryPipeline mutant = new MemoryPipeline(world, 7);
            mutation.accept(mutant); // a fresh one for each world
            if (!mutant.rows(world.shuffled(seed)).equals(world.expected())) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theWorldsHaveWhatTheRuleIsAbout() {
        int parked = 0;
        int merged = 0;
        int repeated = 0;
        int apart = 0;
        List<Integer> sizes = new ArrayList<>();
        for (long seed = 1; seed <= 60; seed++) {
            World world = new World(seed);
            List<String> rows = world.expected();
            parked += (int) rows.stream().filter(row -> row.endsWith("parked")).count();
            merged += rows.size() < world.records.size() ? 1 : 0;
            repeated += world.records.stream()
                                    .map(record -> record.ref())
                                    .distinct()
                                    .count()
                            < world.records.size()
                    ? 1
                    : 0;
            apart += (int) world.links.stream().filter(link -> link.apart()).count();
            sizes.add(rows.size());
        }
        assertThat(parked).isGreaterThan(50);
        assertThat(merged).isGreaterThan(40);
        assertThat(repeated).isGreaterThan(40);
        assertThat(apart).isGreaterThan(50);
        assertThat(sizes.stream().mapToInt(size -> size).max().orElse(0)).isGreaterThan(20);
    }
}

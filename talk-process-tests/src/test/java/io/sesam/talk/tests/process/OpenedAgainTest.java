package io.sesam.talk.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesam.talk.Talk;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a Talk which is opened again and again leaves nothing in its host. */
@Tag("R36")
@Tag("slow")
final class OpenedAgainTest {
    /** Each time, two are opened. */
    private static final int TIMES = 100;

    /** The first openings load classes and warm caches. */
    private static final int WARM = 10;

    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.ticking(Duration.ofMillis(1));

    private record Held(long files, Set<String> threads, long heap, long classes) {}

    @Test
    void twoHundredOpeningsLeaveNoThreadFileClassOrMemoryBehind() throws Exception {
        people("one", "1,Anna,Berg,anna@one.example");
        people("two", "1,Bo,Lie,bo@two.example");
        try (SimHubSpot first = SimHubSpot.start(clock);
                SimHubSpot second = SimHubSpot.start(clock)) {
            open(first, second, WARM);
            Held before = held();

            open(first, second, TIMES - WARM);

            Held after = held();
            assertThat(after.threads()).isSubsetOf(before.threads());
            assertThat(after.files()).isLessThanOrEqualTo(before.files() + 4);
            assertThat(after.classes()).isLessThan(before.classes() + 200);
            assertThat(after.heap()).isLessThan(before.heap() + (8 << 20));
            assertThat(first.ids("contacts")).hasSize(1);
            assertThat(second.ids("contacts")).hasSize(1);
        }
    }

    /** Two Talks beside each other; each keeps to its own settings. */
    private void open(SimHubSpot first, SimHubSpot second, int times) {
        for (int i = 0; i < times; i++) {
            clock.advance(Duration.ofMinutes(5));
            try (Talk one = talk("one", first);
                    Talk two = talk("two", second)) {
                assertThat(one.sync().paused()).isEmpty();
                assertThat(two.sync().paused()).isEmpty();
            }
        }
    }

    private Talk talk(String name, SimHubSpot hubspot) {
        return Talk.builder()
                .baseDirectory(directory.resolve(name))
                .clock(clock)
                .store("sqlite", Map.of("path", "talk.db"))
                .connect("files", "csv", Map.of("directory", "."))
                .connect(
                        "hubspot",
                        "hubspot",
                        Map.of(
                                "accessToken",
                                hubspot.token(),
                                "baseUrl",
                                hubspot.uri().toString()))
                .build();
    }

    private void people(String name, String row) throws IOException {
        Path own = Files.createDirectories(directory.resolve(name));
        Files.writeString(own.resolve("person.csv"), "id,firstname,lastname,email\n" + row + "\n");
    }

    /** What this process holds. Threads of the simulated servers' pools come and go, and are not Talk's. */
    private static Held held() throws IOException {
        Path files = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(files), "this machine does not show open files");
        System.gc();
        long open;
        try (Stream<Path> all = Files.list(files)) {
            open = all.filter(file -> !isSocket(file)).count();
        }
        Set<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("talk") || name.startsWith("HttpClient"))
                .collect(Collectors.toSet());
        return new Held(
                open,
                threads,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    /** Connections that the simulated servers have not closed yet are theirs. */
    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return true; // closed meanwhile
        }
    }
}

package io.sesam.talk.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that are killed and stopped at random. The full size runs by command: {@link Chaos}. */
@Tag("R21")
@Tag("slow")
final class KilledWorkersTest {
    private static final long SEED = Long.getLong("talk.seed", 19);

    @Test
    void nothingIsInsertedTwiceOrLostWhenWorkersAreKilledAndStopped() throws Exception {
        try (Chaos chaos = new Chaos(8, Duration.ofSeconds(3), 10, SEED)) {
            chaos.fill(5, 40);
            chaos.startWorkers();
            chaos.rage(Duration.ofSeconds(12));
            chaos.settle(Duration.ofMinutes(3));

            System.out.println(chaos.summary());
            assertThat(chaos.wrong()).isEmpty();
            assertThat(chaos.inserts()).isGreaterThan(30);
            assertThat(chaos.waitingHints()).isZero();
            assertThat(chaos.lostOrphans()).isEmpty();
        }
    }
}

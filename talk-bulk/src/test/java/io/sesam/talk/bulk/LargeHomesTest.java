package io.sesam.talk.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A sketch never loses a large home and never counts more than was offered, in one part or in several. */
final class LargeHomesTest {
    private static final int COUNTERS = 20;

    @Test
    void aLargeHomeIsKeptWhateverTheOrderAndTheParts() {
        for (int seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            int parts = 1 + random.nextInt(4);
            LargeHomes all = LargeHomes.of(COUNTERS);
            Map<Long, Long> counts = new HashMap<>();
            long offers = 0;
            for (int part = 0; part < parts; part++) {
                LargeHomes sketch = LargeHomes.of(COUNTERS);
                int count = random.nextInt(3_000);
                for (int i = 0; i < count; i++) {
                    long home = random.nextInt(3) == 0 ? random.nextInt(5) : random.nextInt(10_000);
                    sketch.offer(home);
                    counts.merge(home, 1L, Long::sum);
                    offers++;
                }
                all.join(sketch);
            }
            long least = offers / (COUNTERS + 1);
            counts.forEach((home, count) -> {
                assertThat(all.atLeast(home)).isLessThanOrEqualTo(count).isGreaterThanOrEqualTo(count - least);
                if (count > least) {
                    assertThat(all.mayBeLarge(home))
                            .as("home %d, %d times", home, count)
                            .isTrue();
                }
            });
        }
    }
}

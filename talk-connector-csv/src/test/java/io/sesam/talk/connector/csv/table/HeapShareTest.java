package io.sesam.talk.connector.csv.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The memory of files that are read at the same time. */
@Tag("R36")
final class HeapShareTest {
    private static final long LIMIT = 100L << 40; // far above what other tests in this process hold

    @Test
    void filesThatAreReadAtTheSameTimeShareTheBoundAndGiveBackWhatTheyHeld() {
        List<RowStore> held = new ArrayList<>(List.of(new RowStore(), new RowStore()));
        assertThat(HeapShare.take(held.get(0), LIMIT / 2, LIMIT)).isNegative();
        assertThat(HeapShare.take(held.get(0), LIMIT / 5 * 3, LIMIT))
                .as("a larger estimate")
                .isNegative();
        assertThat(HeapShare.take(held.get(1), LIMIT / 5 * 3, LIMIT)).isGreaterThanOrEqualTo(LIMIT / 5 * 3);
        assertThat(HeapShare.take(held.get(1), LIMIT / 4, LIMIT)).isNegative();

        held.remove(0);

        assertThat(HeapShare.take(held.get(0), LIMIT / 5 * 4, LIMIT)).isNegative();
        assertThat(HeapShare.take(held.get(0), LIMIT + 1, LIMIT))
                .as("alone too large")
                .isZero();
    }
}

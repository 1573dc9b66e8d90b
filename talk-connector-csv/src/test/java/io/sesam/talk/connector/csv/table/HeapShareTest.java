package io.sesam.talk.connector.csv.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The memory of files that are read at the same time. */
@Tag("R36")
final class HeapShareTest {
    private static final long LIMIT = 100L << 40; // far above what other tests in this process hold

    @Test
    void filesThatAreReadAtTheSameTimeShareTheBoundAndGiveBackWhatTheyHeld() {
        RowStore first = new RowStore();
        RowStore second = new RowStore();
        assertThat(HeapShare.take(first, LIMIT / 2, LIMIT)).isNegative();
        assertThat(HeapShare.take(first, LIMIT / 5 * 3, LIMIT))
                .as("a larger estimate")
                .isNegative();
        assertThat(HeapShare.take(second, LIMIT / 5 * 3, LIMIT)).isGreaterThanOrEqualTo(LIMIT / 5 * 3);
        assertThat(HeapShare.take(second, LIMIT / 4, LIMIT)).isNegative();
        Reference.reachabilityFence(first);

        first = new RowStore();

        assertThat(HeapShare.take(second, LIMIT / 5 * 4, LIMIT)).isNegative();
        assertThat(HeapShare.take(second, LIMIT + 1, LIMIT))
                .as("alone too large")
                .isZero();
        Reference.reachabilityFence(first);
        Reference.reachabilityFence(second);
    }
}

package io.sesam.talk.testkit.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Contract tests for every {@link io.sesam.talk.spi.sink.Sink}.
 *
 * <p>A sink's own test is these few lines:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> keepsTheContract() {
 *     return SinkContract.of(() -> new MyPlace()).tests();
 * }
 * }</pre>
 *
 * <p>Histories come from a seeded random source; a failing test carries the seed in its name and its message.
 */
public final class SinkContract {
    /** How long threads have to end after closing. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<? extends SinkPlace> places;
    private final List<Long> seeds;
    private final Duration patience;

    private SinkContract(Supplier<? extends SinkPlace> places, List<Long> seeds, Duration patience) {
        this.places = places;
        this.seeds = seeds;
        this.patience = patience;
    }

    /** Creates the contract for new, empty places. */
    public static SinkContract of(Supplier<? extends SinkPlace> places) {
        return new SinkContract(places, List.of(1L, 2L, 3L), PATIENCE);
    }

    /** Returns the contract with other random seeds. */
    public SinkContract seeds(Long... others) {
        return new SinkContract(places, List.of(others), patience);
    }

    /** Returns the contract with another time that threads have to end after closing. */
    SinkContract patience(Duration other) {
        return new SinkContract(places, seeds, other);
    }

    /** Returns one test per promise, and per seed for histories. */
    public Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        SinglePromises.ALL.forEach((promise, test) -> tests.add(test(promise, 1, test)));
        RandomPromises.ALL.forEach((promise, test) ->
                seeds.forEach(seed -> tests.add(test(promise + " (seed " + seed + ")", seed, test))));
        return tests.stream();
    }

    private DynamicTest test(String promise, long seed, Consumer<SinkScene> test) {
        return DynamicTest.dynamicTest(promise, () -> {
            try (SinkScene scene = new SinkScene(places.get(), seed, patience)) {
                test.accept(scene);
            }
        });
    }
}

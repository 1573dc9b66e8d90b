package io.sesam.talk.testkit.sink;

import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A random history of golden records for a sink. Changes arrive late, twice, out of order, with rebuilds in between and
 * with injected failures.
 *
 * <p>A failed change is sent again, as the engine does in its next run: the sink is opened again, its mark is read, and
 * it is rebuilt when it has none. At the end the tables must hold exactly the golden records.
 */
public final class SinkHistory {
    private static final int ATTEMPTS_WITH_MISCHIEF = 3;
    private static final int MOST_ATTEMPTS = 12;

    private final SinkScene scene;
    private final Random random;
    private final Consumer<Random> faults;
    private final List<SinkBatch> late = new ArrayList<>();
    private int failures;

    private SinkHistory(SinkScene scene, long seed, Consumer<Random> faults) {
        this.scene = scene;
        this.random = new Random(seed * 31 + 7);
        this.faults = faults;
    }

    /**
     * Plays a history.
     *
     * @param place a new, empty place
     * @param seed determines the history
     * @param faults may inject a failure into the sink's next call; called before every attempt but the last
     * @return the number of failed attempts
     * @throws AssertionError with the seed, when the tables do not hold the golden records
     */
    public static int play(SinkPlace place, long seed, Consumer<Random> faults) {
        try (SinkScene scene = new SinkScene(place, seed, SinkContract.PATIENCE)) {
            SinkHistory history = new SinkHistory(scene, seed, faults);
            history.play();
            return history.failures;
        }
    }

    private void play() {
        scene.begun();
        int rounds = 1 + random.nextInt(3);
        for (int i = 0; i < rounds; i++) {
            send(scene.happen(1 + random.nextInt(6)));
            if (random.nextInt(6) == 0) {
                stubbornly(() -> rebuild(scene.world.now()));
            }
        }
        Collections.shuffle(late, random);
        late.forEach(this::apply);
        // a rebuild in between may have moved the mark ahead of the batches, never behind the world
        apply(new SinkBatch(List.of(), SinkScene.mark(scene.world.sequence())));
        quietly(() -> scene.assertUpToDate("the end of the history"));
    }

    private void send(List<SinkBatch> batches) {
        List<SinkBatch> order = new ArrayList<>(batches);
        if (random.nextInt(3) == 0) {
            Collections.shuffle(order, random);
        }
        for (SinkBatch batch : order) {
            int choice = random.nextInt(8);
            if (choice != 0) {
                apply(batch);
            }
            if (choice <= 1) {
                late.add(batch);
            }
        }
    }

    private void apply(SinkBatch batch) {
        stubbornly(() -> scene.sink().apply(batch));
    }

    private void rebuild(List<SinkChange> golden) {
        scene.rebuild(golden, scene.world.sequence());
    }

    private void stubbornly(Runnable attempt) {
        for (int i = 1; ; i++) {
            if (i <= ATTEMPTS_WITH_MISCHIEF) {
                faults.accept(random);
            }
            try {
                attempt.run();
                return;
            } catch (RuntimeException e) {
                failures++;
                if (i == MOST_ATTEMPTS) {
                    throw e;
                }
                openAgain();
            }
        }
    }

    /** Repeats an attempt after failures of calls in progress. Failed assertions are not repeated. */
    private void quietly(Runnable attempt) {
        for (int i = 1; ; i++) {
            try {
                attempt.run();
                return;
            } catch (RuntimeException e) {
                failures++;
                if (i == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Opens the sink again as a later run does. Tables without a mark are rebuilt. */
    private void openAgain() {
        quietly(() -> {
            Optional<SinkMark> mark = scene.reopen();
            if (mark.isEmpty()) {
                rebuild(scene.world.now());
            }
        });
    }
}

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
 * One random history of golden records that is told to a sink as badly as it may be told: late, doubled, out of order, with
 * rebuilds in between, and with whatever goes wrong on the way.
 *
 * <p>What fails is told again, as the engine does in its next run: the sink is opened anew, asked how far it has come, and
 * rebuilt when it does not know. At the end the tables must hold exactly the golden records.
 */
public final class SinkHistory {
    private static final int ATTEMPTS_WITH_MISCHIEF = 3;
    private static final int MOST_ATTEMPTS = 12;

    private final SinkScene scene;
    private final Random random;
    private final Consumer<Random> mischief;
    private final List<SinkBatch> late = new ArrayList<>();
    private int failures;

    private SinkHistory(SinkScene scene, long seed, Consumer<Random> mischief) {
        this.scene = scene;
        this.random = new Random(seed * 31 + 7);
        this.mischief = mischief;
    }

    /**
     * Plays a history.
     *
     * @param place a new, empty place
     * @param seed makes it this history and no other
     * @param mischief may make something go wrong with what the sink does next; called before every attempt but the last
     * @return how many attempts failed
     * @throws AssertionError with the seed, when the tables do not hold the golden records
     */
    public static int play(SinkPlace place, long seed, Consumer<Random> mischief) {
        try (SinkScene scene = new SinkScene(place, seed)) {
            SinkHistory history = new SinkHistory(scene, seed, mischief);
            history.play();
            return history.failures;
        }
    }

    private void play() {
        scene.begun();
        int rounds = 1 + random.nextInt(3);
        for (int i = 0; i < rounds; i++) {
            tell(scene.happen(1 + random.nextInt(6)));
            if (random.nextInt(6) == 0) {
                stubbornly(() -> rebuild(scene.world.now()));
            }
        }
        Collections.shuffle(late, random);
        late.forEach(this::apply);
        // a rebuild in between may have put the mark ahead of the batches, never behind the world
        apply(new SinkBatch(List.of(), SinkScene.mark(scene.world.sequence())));
        quietly(() -> scene.assertUpToDate("the end of the history"));
    }

    private void tell(List<SinkBatch> batches) {
        List<SinkBatch> order = new ArrayList<>(batches);
        if (random.nextInt(3) == 0) {
            Collections.shuffle(order, random);
        }
        for (SinkBatch batch : order) {
            int dice = random.nextInt(8);
            if (dice != 0) {
                apply(batch);
            }
            if (dice <= 1) {
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
                mischief.accept(random);
            }
            try {
                attempt.run();
                return;
            } catch (RuntimeException e) {
                failures++;
                if (i == MOST_ATTEMPTS) {
                    throw e;
                }
                openAnew();
            }
        }
    }

    /** Again after a failure, of which some may still be under way; what does not hold is no failure but an error. */
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

    /** As a later run does. Tables that do not know how far they are get everything that is true now. */
    private void openAnew() {
        quietly(() -> {
            Optional<SinkMark> mark = scene.reopen();
            if (mark.isEmpty()) {
                rebuild(scene.world.now());
            }
        });
    }
}

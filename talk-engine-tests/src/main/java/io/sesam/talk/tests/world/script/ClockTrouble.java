package io.sesam.talk.tests.world.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Wrong clocks and times in a script. Among other faults, only the host's clock is wrong. */
final class ClockTrouble {
    private static final long OWN_SEQUENCE = 0x71AE5L;
    private static final List<Duration> JUMPS =
            List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10), Duration.ofDays(366), Duration.ofDays(-366));

    private final RandomSource randomSource;
    private final List<Abilities> systems;
    private final List<Step> steps;

    ClockTrouble(long seed, List<Abilities> systems, List<Step> steps) {
        this.randomSource = new RandomSource(seed ^ OWN_SEQUENCE);
        this.systems = systems;
        this.steps = steps;
    }

    /** Adds the trouble to the steps. */
    void add() {
        boolean calm = steps.stream()
                .noneMatch(step -> step instanceof Step.BackUp
                        || step instanceof Step.Run run && !run.faults().isEmpty());
        if (!calm) {
            if (randomSource.oneIn(2)) {
                jumps();
            }
            return;
        }
        if (randomSource.oneIn(4)) {
            return;
        }
        List<Step> first = new ArrayList<>();
        for (Abilities system : systems) {
            if (randomSource.oneIn(4)) {
                first.add(new Step.SetClock(system.name(), Duration.ofMinutes(-randomSource.between(1, 20))));
            }
            if (randomSource.oneIn(4)) {
                first.add(new Step.ShowTimes(system.name(), randomSource.of(Step.ShowTimes.Manner.values())));
            }
        }
        if (randomSource.oneIn(2)) {
            stampsOfTheFuture();
        }
        if (randomSource.oneIn(2)) {
            jumps();
        }
        steps.addAll(0, first);
    }

    private void stampsOfTheFuture() {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.Edit edit && randomSource.oneIn(4)) {
                steps.set(i, new Step.EditInTheFuture(edit, Duration.ofDays(365L * randomSource.between(1, 70))));
            }
        }
    }

    private void jumps() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Step.Run && randomSource.oneIn(4)) {
                steps.add(i + 1, new Step.SetClock("", Duration.ZERO));
                steps.add(i, new Step.SetClock("", randomSource.of(JUMPS)));
            }
        }
    }
}

package io.sesam.talk.tests.world.script;

import java.util.ArrayList;
import java.util.List;

/**
 * Systems that take one record a call, answer with short pages or without a list, and hold further addresses of a
 * person.
 *
 * <p>Some scripts have them, chosen so that those of older seeds stay as they were. None of these has a wrong clock.
 */
final class SpecialSystems {
    private static final long OWN_SEQUENCE = 0x5BEC1AL;
    private static final int EVERY = 4;
    private static final int WHICH = 1;

    private final long seed;
    private final RandomSource randomSource;
    private final List<Abilities> systems;
    private final List<Step> steps;
    private final int emails;

    SpecialSystems(long seed, List<Abilities> systems, List<Step> steps, int emails) {
        this.seed = seed;
        this.randomSource = new RandomSource(seed ^ OWN_SEQUENCE);
        this.systems = systems;
        this.steps = steps;
        this.emails = emails;
    }

    /** Changes the systems and the steps. */
    void add() {
        boolean isClockRight = steps.stream()
                .noneMatch(step -> step instanceof Step.SetClock
                        || step instanceof Step.ShowTimes
                        || step instanceof Step.EditInTheFuture);
        if (Math.floorMod(seed, EVERY) != WHICH || !isClockRight) {
            return;
        }
        systems.replaceAll(system -> randomSource.oneIn(2) ? system.inSteps() : system);
        boolean addresses = randomSource.oneIn(2);
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Step.Run run) {
                steps.set(i, new Step.Run(faults(run), run.meanwhile()));
            } else if (addresses && steps.get(i) instanceof Step.Create create && randomSource.oneIn(3)) {
                String email = "p" + randomSource.below(emails) + "@x.example";
                steps.add(i + 1, new Step.AddAddress(create.system(), randomSource.below(1000), email));
            }
        }
    }

    private List<Fault> faults(Step.Run run) {
        List<Fault> faults = new ArrayList<>(run.faults());
        while (randomSource.oneIn(3)) {
            faults.add(new Fault(
                    randomSource.of(systems).name(),
                    randomSource.between(1, randomSource.of(2, 4, 8)),
                    randomSource.of(
                            Fault.Kind.NO_LIST,
                            Fault.Kind.SHORT_PAGE,
                            Fault.Kind.CRASH_BEFORE,
                            Fault.Kind.CRASH_AFTER)));
        }
        return faults;
    }
}

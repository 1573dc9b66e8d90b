package io.sesam.talk.tests.world.script;

import io.sesam.talk.policy.TargetPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Generator of scripts about persons and their match keys.
 *
 * <p>Each person has names of its own, so that any record tells whose values it carries, whatever its e-mail. E-mails
 * are handed over, swapped, mistaken and corrected; a mailbox is shared; a slot gets another occupant.
 */
public final class Identities {
    private static final List<String> SYSTEMS = List.of("crm", "erp", "hr");

    private final RandomSource random;
    private final List<Abilities> systems = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int number = 1;

    private Identities(RandomSource random) {
        this.random = random;
    }

    /** Generates the script of a seed. */
    public static Script of(long seed) {
        RandomSource random = new RandomSource(seed);
        Identities identities = new Identities(random);
        identities.write();
        return new Script(random.any(), identities.systems, identities.steps);
    }

    private void write() {
        int count = random.between(2, 3);
        for (int i = 0; i < count; i++) {
            systems.add(system(SYSTEMS.get(i)));
        }
        boolean trouble = random.oneIn(3);
        for (int i = random.between(2, 5); i > 0; i--) {
            steps.add(new Step.Identity(any(), Step.Event.ARRIVE, 0, 0, number++));
        }
        if (random.oneIn(3)) {
            steps.add(new Step.Identity(any(), Step.Event.SHARE, random.below(1000), 0, number));
            number += 3;
        }
        for (int day = random.between(2, 7); day > 0; day--) {
            for (int i = random.below(4); i > 0; i--) {
                steps.add(event());
                steps.add(new Step.Wait(random.seconds(random.of(5, 5000))));
            }
            for (int i = random.between(1, 2); i > 0; i--) {
                steps.add(new Step.Run(faults(trouble), meanwhile()));
                steps.add(new Step.Wait(random.seconds(random.of(60, 100_000))));
            }
        }
        systems.forEach(system -> steps.add(new Step.Identity(system.name(), Step.Event.CORRECT, 0, 0, 0)));
    }

    private Abilities system(String name) {
        Abilities.Reads reads = new Abilities.Reads(
                random.of(Abilities.Feed.CHANGES, Abilities.Feed.ID_SWEEP, Abilities.Feed.LISTING),
                Duration.ZERO,
                random.of(Abilities.Times.values()),
                random.between(2, 6));
        Abilities.Writes writes = new Abilities.Writes(
                true,
                random.of(Abilities.Guard.VERSION, Abilities.Guard.COMPARE),
                !random.oneIn(3),
                random.between(1, 6),
                true,
                false);
        boolean slot = random.oneIn(4);
        Abilities.Quirks quirks = new Abilities.Quirks(
                0, false, random.oneIn(4), false, true, false, !slot && random.oneIn(3), true, slot);
        return new Abilities(name, reads, Abilities.Finds.BY_OPERATION, writes, quirks, TargetPolicy.defaults());
    }

    private String any() {
        return random.of(systems).name();
    }

    private Step.Identity event() {
        Step.Event event = random.of(
                Step.Event.ARRIVE,
                Step.Event.HAND_OVER,
                Step.Event.HAND_OVER,
                Step.Event.SWAP,
                Step.Event.SLIP,
                Step.Event.CORRECT,
                Step.Event.RENAME,
                Step.Event.REPLACE);
        return new Step.Identity(any(), event, random.below(1000), random.below(1000), number++);
    }

    private List<Fault> faults(boolean trouble) {
        List<Fault> faults = new ArrayList<>();
        if (trouble && random.oneIn(2)) {
            faults.add(new Fault(
                    random.oneIn(2) ? Fault.STORE : any(),
                    random.between(1, random.of(4, 12)),
                    random.of(Fault.Kind.CRASH_BEFORE, Fault.Kind.CRASH_AFTER)));
        }
        return faults;
    }

    private Map<Integer, Step> meanwhile() {
        Map<Integer, Step> meanwhile = new HashMap<>();
        if (random.oneIn(6)) {
            meanwhile.put(random.between(1, 8), event());
        }
        return meanwhile;
    }
}

package io.sesam.talk.tests.world.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Generator of a script from a seed. */
public final class Playwright {
    private static final List<String> SYSTEMS = List.of("crm", "erp", "hr", "shop", "mail");
    private static final List<String> FIRST_NAMES = List.of("Ada", "Grace", "Alan", " Kari", "ola", "Åse ", "Zoë");
    private static final List<String> LAST_NAMES = List.of(
            "Lovelace",
            "Hopper",
            "Turing",
            "Nordmann",
            " Hansen",
            "von und zu Guttenberg-Falkenstein",
            "García Márquez");
    private static final List<String> GENDERS = List.of("F", "M", "other", "female", "");

    private final RandomSource randomSource;
    private final List<Abilities> systems = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final int emails;

    private Playwright(RandomSource randomSource) {
        this.randomSource = randomSource;
        this.emails = randomSource.between(2, 9);
    }

    /** Generates the script of a seed. */
    public static Script of(long seed) {
        RandomSource randomSource = new RandomSource(seed);
        Playwright playwright = new Playwright(randomSource);
        playwright.write();
        new ClockTrouble(seed, playwright.systems, playwright.steps).add();
        long engines = randomSource.any();
        new SpecialSystems(seed, playwright.systems, playwright.steps, playwright.emails).add();
        return new Script(engines, playwright.systems, Spellings.in(playwright.steps, seed));
    }

    private void write() {
        int count = randomSource.oneIn(3) ? randomSource.between(3, 5) : 2;
        for (int i = 0; i < count; i++) {
            systems.add(Abilities.draw(SYSTEMS.get(i), randomSource));
        }
        int trouble = randomSource.of(0, 1, 2, 4);
        int days = randomSource.between(1, 9);
        boolean backedUp = false;
        boolean restores =
                trouble > 0 && randomSource.oneIn(3) && systems.stream().allMatch(this::canBeRestored);
        for (int day = 0; day < days; day++) {
            for (int i = randomSource.below(7); i > 0; i--) {
                steps.add(act());
                steps.add(new Step.Wait(randomSource.seconds(randomSource.of(5, 100, 5000))));
            }
            if (restores && !backedUp && randomSource.oneIn(2)) {
                steps.add(new Step.BackUp());
                backedUp = true;
            } else if (backedUp && randomSource.oneIn(4)) {
                steps.add(new Step.Restore());
                backedUp = false;
            }
            for (int i = randomSource.between(1, 2); i > 0; i--) {
                steps.add(run(trouble));
                steps.add(new Step.Wait(randomSource.seconds(randomSource.of(60, 4000, 100_000))));
            }
        }
    }

    /** Checks whether a lost store can be recovered in a system: by look-up (R21), which needs a key that stays. */
    private boolean canBeRestored(Abilities system) {
        return system.quirks().holdsEmail();
    }

    private Step.Run run(int trouble) {
        List<Fault> faults = new ArrayList<>();
        for (int i = trouble == 0 ? 0 : randomSource.below(trouble + 1); i > 0; i--) {
            faults.add(fault());
        }
        Map<Integer, Step> meanwhile = new HashMap<>();
        while (randomSource.oneIn(4)) {
            meanwhile.put(randomSource.between(1, 14), act());
        }
        return new Step.Run(faults, meanwhile);
    }

    private Fault fault() {
        if (randomSource.oneIn(4)) {
            Fault.Kind kind = randomSource.of(Fault.Kind.CRASH_BEFORE, Fault.Kind.CRASH_AFTER, Fault.Kind.SERVER_ERROR);
            return new Fault(Fault.STORE, randomSource.between(1, randomSource.of(6, 25)), kind);
        }
        if (randomSource.oneIn(12)) {
            Fault.Kind kind = randomSource.of(Fault.Kind.CRASH_BEFORE, Fault.Kind.CRASH_AFTER, Fault.Kind.SERVER_ERROR);
            return new Fault(Fault.SINK, randomSource.between(1, 2), kind);
        }
        return new Fault(
                randomSource.of(systems).name(),
                randomSource.between(1, randomSource.of(2, 4, 8)),
                randomSource.of(Fault.Kind.EVERYWHERE));
    }

    private Step act() {
        String system = randomSource.of(systems).name();
        int pick = randomSource.below(1000);
        return switch (randomSource.below(10)) {
            case 0, 1, 2 -> new Step.Create(system, person());
            case 3, 4, 5 -> new Step.Edit(system, pick, randomSource.of("firstname", "lastname"), name());
            case 6 -> new Step.Edit(system, pick, "email", email());
            case 7 ->
                randomSource.oneIn(2)
                        ? new Step.Edit(system, pick, randomSource.of("firstname", "lastname", "email", "gender"), "")
                        : new Step.Edit(system, pick, "gender", randomSource.of(GENDERS));
            case 8 -> new Step.Delete(system, pick);
            default ->
                randomSource.oneIn(2)
                        ? new Step.Merge(system, pick, randomSource.below(1000))
                        : new Step.Recreate(system, pick);
        };
    }

    private Map<String, String> person() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("firstname", randomSource.oneIn(6) ? "" : randomSource.of(FIRST_NAMES));
        texts.put("lastname", randomSource.oneIn(6) ? "" : randomSource.of(LAST_NAMES));
        texts.put("email", randomSource.oneIn(8) ? "" : email());
        if (randomSource.oneIn(2)) {
            texts.put("gender", randomSource.of(GENDERS));
        }
        return texts;
    }

    private String name() {
        return randomSource.oneIn(2) ? randomSource.of(FIRST_NAMES) : randomSource.of(LAST_NAMES);
    }

    private String email() {
        String email = "p" + randomSource.below(emails) + "@x.example";
        return randomSource.oneIn(4) ? "P" + email.substring(1) + " " : email;
    }
}

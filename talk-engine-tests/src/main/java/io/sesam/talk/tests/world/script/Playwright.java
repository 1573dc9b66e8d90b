package io.sesam.talk.tests.world.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a history from a seed. */
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

    private final Dice dice;
    private final List<Abilities> systems = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final int emails;

    private Playwright(Dice dice) {
        this.dice = dice;
        this.emails = dice.between(2, 9);
    }

    /** The script that follows from a seed. */
    public static Script of(long seed) {
        Dice dice = new Dice(seed);
        Playwright playwright = new Playwright(dice);
        playwright.write();
        return new Script(dice.any(), playwright.systems, playwright.steps);
    }

    private void write() {
        int count = dice.oneIn(3) ? dice.between(3, 5) : 2;
        for (int i = 0; i < count; i++) {
            systems.add(Abilities.draw(SYSTEMS.get(i), dice));
        }
        int trouble = dice.of(0, 1, 2, 4);
        int days = dice.between(1, 9);
        boolean backedUp = false;
        boolean restores = trouble > 0 && dice.oneIn(3) && systems.stream().allMatch(this::canBeRestored);
        for (int day = 0; day < days; day++) {
            for (int i = dice.below(7); i > 0; i--) {
                steps.add(act());
                steps.add(new Step.Wait(dice.seconds(dice.of(5, 100, 5000))));
            }
            if (restores && !backedUp && dice.oneIn(2)) {
                steps.add(new Step.BackUp());
                backedUp = true;
            } else if (backedUp && dice.oneIn(4)) {
                steps.add(new Step.Restore());
                backedUp = false;
            }
            for (int i = dice.between(1, 2); i > 0; i--) {
                steps.add(run(trouble));
                steps.add(new Step.Wait(dice.seconds(dice.of(60, 4000, 100_000))));
            }
        }
    }

    /** A lost store is found again by looking (R21), which takes a key that is kept. */
    private boolean canBeRestored(Abilities system) {
        return system.quirks().holdsEmail();
    }

    private Step.Run run(int trouble) {
        List<Fault> faults = new ArrayList<>();
        for (int i = trouble == 0 ? 0 : dice.below(trouble + 1); i > 0; i--) {
            faults.add(fault());
        }
        Map<Integer, Step> meanwhile = new HashMap<>();
        while (dice.oneIn(4)) {
            meanwhile.put(dice.between(1, 14), act());
        }
        return new Step.Run(faults, meanwhile);
    }

    private Fault fault() {
        if (dice.oneIn(4)) {
            Fault.Kind kind = dice.of(Fault.Kind.CRASH_BEFORE, Fault.Kind.CRASH_AFTER, Fault.Kind.SERVER_ERROR);
            return new Fault(Fault.STORE, dice.between(1, dice.of(6, 25)), kind);
        }
        if (dice.oneIn(12)) {
            Fault.Kind kind = dice.of(Fault.Kind.CRASH_BEFORE, Fault.Kind.CRASH_AFTER, Fault.Kind.SERVER_ERROR);
            return new Fault(Fault.SINK, dice.between(1, 2), kind);
        }
        return new Fault(dice.of(systems).name(), dice.between(1, dice.of(2, 4, 8)), dice.of(Fault.Kind.values()));
    }

    private Step act() {
        String system = dice.of(systems).name();
        int pick = dice.below(1000);
        return switch (dice.below(10)) {
            case 0, 1, 2 -> new Step.Create(system, person());
            case 3, 4, 5 -> new Step.Edit(system, pick, dice.of("firstname", "lastname"), name());
            case 6 -> new Step.Edit(system, pick, "email", email());
            case 7 ->
                dice.oneIn(2)
                        ? new Step.Edit(system, pick, dice.of("firstname", "lastname", "email", "gender"), "")
                        : new Step.Edit(system, pick, "gender", dice.of(GENDERS));
            case 8 -> new Step.Delete(system, pick);
            default -> dice.oneIn(2) ? new Step.Merge(system, pick, dice.below(1000)) : new Step.Recreate(system, pick);
        };
    }

    private Map<String, String> person() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("firstname", dice.oneIn(6) ? "" : dice.of(FIRST_NAMES));
        texts.put("lastname", dice.oneIn(6) ? "" : dice.of(LAST_NAMES));
        texts.put("email", dice.oneIn(8) ? "" : email());
        if (dice.oneIn(2)) {
            texts.put("gender", dice.of(GENDERS));
        }
        return texts;
    }

    private String name() {
        return dice.oneIn(2) ? dice.of(FIRST_NAMES) : dice.of(LAST_NAMES);
    }

    private String email() {
        String email = "p" + dice.below(emails) + "@x.example";
        return dice.oneIn(4) ? "P" + email.substring(1) + " " : email;
    }
}

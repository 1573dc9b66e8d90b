package io.sesam.talk.tests.world;

import io.sesam.talk.tests.world.play.Flaw;
import io.sesam.talk.tests.world.script.Abilities;
import io.sesam.talk.tests.world.script.Fault;
import io.sesam.talk.tests.world.script.Script;
import io.sesam.talk.tests.world.script.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reduction of a failing history to a short one that a person can read. It keeps the broken promise. */
final class Shrinker {
    private static final int TRIES = 2000;

    private final Function<Script, SimulatedWorld.Result> playing;
    private int tries;
    private int promise;

    Shrinker(Function<Script, SimulatedWorld.Result> playing) {
        this.playing = playing;
    }

    String explain(Script script) {
        List<Flaw> flaws = playing.apply(script).flaws();
        if (flaws.isEmpty()) {
            return script + "All is well.\n";
        }
        promise = flaws.get(0).promise();
        Script shortest = shrink(script);
        SimulatedWorld.Result result = playing.apply(shortest);
        return shortest + "What happened:\n" + String.join("\n", result.trace()) + "\n"
                + result.flaws().stream().map(flaw -> flaw + "\n").reduce("", String::concat);
    }

    Script shrink(Script script) {
        Script now = script;
        Script before = null;
        while (!now.equals(before) && tries < TRIES) {
            before = now;
            now = withoutSteps(now);
            now = withoutSystems(now);
            now = withoutFaults(now);
            now = plainer(now);
        }
        return now;
    }

    private boolean fails(Script script) {
        tries++;
        return tries < TRIES && playing.apply(script).flaws().stream().anyMatch(flaw -> flaw.promise() == promise);
    }

    private Script withoutSteps(Script script) {
        Script now = script;
        for (int size = Math.max(1, script.steps().size() / 2); size >= 1; size /= 2) {
            for (int from = 0; from < now.steps().size(); ) {
                List<Step> fewer = new ArrayList<>(now.steps());
                fewer.subList(from, Math.min(fewer.size(), from + size)).clear();
                Script shorter = now.withSteps(fewer);
                if (fails(shorter)) {
                    now = shorter;
                } else {
                    from += size;
                }
            }
        }
        return now;
    }

    private Script withoutSystems(Script script) {
        Script now = script;
        for (Abilities system : script.systems()) {
            List<Abilities> fewer = new ArrayList<>(now.systems());
            fewer.remove(system);
            Script shorter = now.withSystems(fewer);
            now = !fewer.isEmpty() && fails(shorter) ? shorter : now;
        }
        return now;
    }

    private Script withoutFaults(Script script) {
        Script now = script;
        for (int i = 0; i < now.steps().size(); i++) {
            if (now.steps().get(i) instanceof Step.Run run) {
                for (Fault fault : run.faults()) {
                    List<Fault> fewer = new ArrayList<>(((Step.Run) now.steps().get(i)).faults());
                    fewer.remove(fault);
                    now = with(
                            now, i, new Step.Run(fewer, ((Step.Run) now.steps().get(i)).meanwhile()));
                }
                for (Integer call : run.meanwhile().keySet()) {
                    Map<Integer, Step> fewer =
                            new HashMap<>(((Step.Run) now.steps().get(i)).meanwhile());
                    fewer.remove(call);
                    now = with(now, i, new Step.Run(((Step.Run) now.steps().get(i)).faults(), fewer));
                }
            }
        }
        return now;
    }

    private Script with(Script script, int index, Step step) {
        List<Step> steps = new ArrayList<>(script.steps());
        steps.set(index, step);
        Script other = script.withSteps(steps);
        return fails(other) ? other : script;
    }

    /** Removes quirks of the systems. */
    private Script plainer(Script script) {
        Script now = script;
        for (int i = 0; i < script.systems().size(); i++) {
            for (Abilities plainer : plainer(now.systems().get(i))) {
                List<Abilities> systems = new ArrayList<>(now.systems());
                systems.set(i, plainer);
                Script other = now.withSystems(systems);
                if (!other.equals(now) && fails(other)) {
                    now = other;
                    break;
                }
            }
        }
        return now;
    }

    private static List<Abilities> plainer(Abilities system) {
        Abilities plain = Abilities.plain(system.name());
        return List.of(
                plain,
                new Abilities(
                        system.name(), plain.reads(), plain.finds(), plain.writes(), plain.quirks(), system.policy()),
                new Abilities(
                        system.name(),
                        system.reads(),
                        system.finds(),
                        system.writes(),
                        plain.quirks(),
                        system.policy()),
                new Abilities(
                        system.name(),
                        plain.reads(),
                        system.finds(),
                        system.writes(),
                        system.quirks(),
                        system.policy()),
                new Abilities(
                        system.name(),
                        system.reads(),
                        system.finds(),
                        plain.writes(),
                        system.quirks(),
                        system.policy()),
                new Abilities(
                        system.name(),
                        system.reads(),
                        plain.finds(),
                        system.writes(),
                        system.quirks(),
                        system.policy()),
                new Abilities(
                        system.name(),
                        system.reads(),
                        system.finds(),
                        system.writes(),
                        system.quirks(),
                        plain.policy()));
    }
}

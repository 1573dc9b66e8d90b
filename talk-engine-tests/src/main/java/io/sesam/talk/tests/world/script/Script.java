package io.sesam.talk.tests.world.script;

import java.util.List;

/**
 * A history, before it is played.
 *
 * @param seed where the engine's own dice come from
 * @param systems which systems there are
 * @param steps what happens
 */
public record Script(long seed, List<Abilities> systems, List<Step> steps) {
    /** Copies its lists. */
    public Script {
        systems = List.copyOf(systems);
        steps = List.copyOf(steps);
    }

    /** The same script with other systems. */
    public Script withSystems(List<Abilities> others) {
        return new Script(seed, others, steps);
    }

    /** The same script with other steps. */
    public Script withSteps(List<Step> others) {
        return new Script(seed, systems, others);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed ").append(seed).append('\n');
        systems.forEach(system -> text.append("  ").append(system).append('\n'));
        for (int i = 0; i < steps.size(); i++) {
            text.append(String.format("%3d. %s%n", i + 1, steps.get(i)));
        }
        return text.toString();
    }
}

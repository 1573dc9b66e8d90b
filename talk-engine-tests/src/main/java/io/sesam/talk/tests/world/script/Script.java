package io.sesam.talk.tests.world.script;

import java.util.List;

/**
 * A history before it is played.
 *
 * @param seed the seed of the engine's random source
 * @param systems the systems
 * @param steps the steps
 */
public record Script(long seed, List<Abilities> systems, List<Step> steps) {
    /** Copies the lists. */
    public Script {
        systems = List.copyOf(systems);
        steps = List.copyOf(steps);
    }

    /** Returns this script with other systems. */
    public Script withSystems(List<Abilities> others) {
        return new Script(seed, others, steps);
    }

    /** Returns this script with other steps. */
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

package io.sesam.talk.tests.world.script;

import java.util.List;

/**
 * A history before it is played.
 *
 * @param seed the seed of the engine's random source
 * @param systems the systems
 * @param steps the steps
 * @param order decides the order in which the systems are connected, read and written; 0 for the listed order
 */
public record Script(long seed, List<Abilities> systems, List<Step> steps, long order) {
    /** Copies the lists. */
    public Script {
        systems = List.copyOf(systems);
        steps = List.copyOf(steps);
    }

    /** Creates a script in which the systems are connected in the listed order. */
    public Script(long seed, List<Abilities> systems, List<Step> steps) {
        this(seed, systems, steps, 0);
    }

    /** Returns what people do in this script before anything is read, without runs and faults. */
    public Script beforeTheFirstRun() {
        return withSteps(steps.stream()
                .filter(step -> step instanceof Step.Create
                        || step instanceof Step.Edit
                        || step instanceof Step.Delete
                        || step instanceof Step.ShowTimes
                        || step instanceof Step.Wait)
                .toList());
    }

    /** Returns this script with another order of systems and other sizes of pages. */
    public Script inOrder(long otherOrder) {
        return new Script(
                seed,
                systems.stream()
                        .map(system -> system.withPages(1 + Math.floorMod(otherOrder * 3, 11)))
                        .toList(),
                steps,
                otherOrder);
    }

    /** Returns this script with other systems. */
    public Script withSystems(List<Abilities> others) {
        return new Script(seed, others, steps, order);
    }

    /** Returns this script with other steps. */
    public Script withSteps(List<Step> others) {
        return new Script(seed, systems, others, order);
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

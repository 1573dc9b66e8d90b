package io.sesam.talk.testkit.connector;

import io.sesam.talk.spi.ConnectorPlugin;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A connector that breaks a promise.
 *
 * @param does what it does wrong
 * @param promise the promise that has to notice it, by the name of its test
 * @param plugin the plugin that opens it
 * @param faults makes the fault of each connector
 */
record Mutant(String does, String promise, ConnectorPlugin plugin, Supplier<Fault> faults) {
    /** Creates a connector with a fault. */
    static Mutant of(String does, String promise, Supplier<Fault> faults) {
        return new Mutant(does, promise, new ModelPlugin(), faults);
    }

    /** Creates a broken plugin, whose connectors are honest. */
    static Mutant of(String does, String promise, ConnectorPlugin plugin) {
        return new Mutant(does, promise, plugin, () -> Fault.NONE);
    }

    /** All of them. */
    static List<Mutant> all() {
        return Stream.of(
                        PluginMutants.all(),
                        ReadMutants.all(),
                        ChangeMutants.all(),
                        ValueMutants.all(),
                        WriteMutants.all(),
                        RefusalMutants.all(),
                        LookupMutants.all(),
                        MannerMutants.all())
                .flatMap(List::stream)
                .toList();
    }

    ModelWorld world() {
        return new ModelWorld(faults, false);
    }

    @Override
    public String toString() {
        return does;
    }
}

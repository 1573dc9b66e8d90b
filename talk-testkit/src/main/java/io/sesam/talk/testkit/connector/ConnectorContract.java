package io.sesam.talk.testkit.connector;

import io.sesam.talk.contract.BrokenPromiseException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Contract tests for every connector.
 *
 * <p>A connector's own test is these few lines:
 *
 * <pre>{@code
 * final class CsvContractTest {
 *     @TestFactory
 *     Stream<DynamicTest> contract(@TempDir Path directory) {
 *         return ConnectorContract.of(new CsvPlugin())
 *                 .world(() -> new CsvWorld(Files.createTempDirectory(directory, "world")))
 *                 .tests();
 *     }
 * }
 * }</pre>
 *
 * <p>Each test gets a world of its own. Declared capabilities must work; undeclared ones must be absent or refused. A
 * type without a writer is tested as read-only.
 *
 * <p>A failure's message begins with the promise and ends in what to do. A promise that the world gives no occasion to
 * show is skipped as <em>not shown</em>, with what the world lacks: it is neither kept nor broken.
 */
public final class ConnectorContract {
    /** A factory of worlds. */
    @FunctionalInterface
    public interface WorldMaker {
        /** Creates a new, empty world. */
        ConnectorWorld make() throws Exception;
    }

    private final ConnectorPlugin plugin;
    private final WorldMaker worlds;

    private final boolean handedOver;

    private ConnectorContract(ConnectorPlugin plugin, WorldMaker worlds, boolean handedOver) {
        this.plugin = plugin;
        this.worlds = worlds;
        this.handedOver = handedOver;
    }

    /** Creates the contract of a connector. A {@link #world} is still required. */
    public static ConnectorContract of(ConnectorPlugin plugin) {
        return new ConnectorContract(
                plugin,
                () -> {
                    throw new IllegalStateException(
                            "ConnectorContract needs a world: …of(plugin).world(() -> …).tests()");
                },
                false);
    }

    /** Sets the factory of worlds for the tests. */
    public ConnectorContract world(WorldMaker maker) {
        return new ConnectorContract(plugin, maker, handedOver);
    }

    /** Leaves out that the plugin is found by name. For a plugin that a host makes and hands over. */
    @Experimental
    public ConnectorContract handedOver() {
        return new ConnectorContract(plugin, worlds, true);
    }

    /** Returns the tests, for a {@code @TestFactory} method. */
    public Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        SpecPromises.all(handedOver).forEach(promise -> tests.add(test("", promise, null)));
        try (ConnectorTrial trial = ConnectorTrial.open(plugin, worlds)) {
            List<TypeSpec> specs = trial.types();
            specs.forEach(spec -> add(tests, trial, spec));
            MannerPromises.all(trial.world())
                    .forEach(promise -> tests.add(test("", promise, specs.get(0).schema())));
        } catch (Exception | AssertionError e) {
            String name = "types() names the types of an empty world";
            String advice =
                    "Describe the types without a record; see the cause, and whether settings() lead to the world.";
            tests.add(DynamicTest.dynamicTest(name, () -> {
                throw failure(name, advice, e);
            }));
        }
        return tests.stream();
    }

    private void add(List<DynamicTest> tests, ConnectorTrial trial, TypeSpec spec) {
        Stream.of(
                        TypePromises.all(),
                        ReadPromises.all(trial, spec),
                        ChangePromises.all(trial, spec),
                        ValuePromises.all(trial, spec),
                        WritePromises.all(trial, spec),
                        RoundTripPromises.all(spec),
                        OwnWritePromises.all(trial, spec),
                        RefusalPromises.all(trial, spec),
                        LookupPromises.all(trial, spec))
                .flatMap(List::stream)
                .forEach(promise -> tests.add(test(spec.type() + ": ", promise, spec.schema())));
    }

    private DynamicTest test(String prefix, ConnectorPromise promise, @Nullable Schema schema) {
        String name = prefix + promise.words();
        return DynamicTest.dynamicTest(name, () -> {
            try (ConnectorTrial trial = ConnectorTrial.open(plugin, worlds)) {
                promise.proof().prove(schema == null ? trial : trial.of(schema.type()));
            } catch (TestAbortedException e) {
                throw new TestAbortedException("[" + name + "] " + e.getMessage());
            } catch (AssertionError | RuntimeException e) {
                throw failure(name, promise.advice(), e);
            }
        });
    }

    /** Names the promise first, because a build's summary shows the start of a message and not the name of the test. */
    private static AssertionError failure(String name, String advice, Throwable cause) {
        String reason = cause instanceof AssertionError || cause instanceof BrokenPromiseException
                ? String.valueOf(cause.getMessage())
                : cause.toString();
        AssertionError failure = new AssertionFailedError(
                "[" + name + "] " + reason.strip() + System.lineSeparator() + "What to do: " + advice, cause);
        failure.setStackTrace(cause.getStackTrace());
        return failure;
    }
}

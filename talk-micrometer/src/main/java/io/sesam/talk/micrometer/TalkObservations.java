package io.sesam.talk.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.sesam.talk.event.RunEvent;
import io.sesam.talk.event.RunObserver;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Observes runs and their work with each system, for traces.
 *
 * <p>Given to {@code TalkBuilder.observer}. Observations are {@code talk.run}, with its {@code kind}, within it
 * {@code talk.system}, with the {@code system}, and within that {@code talk.call} for each call over the network, with
 * {@code system}, {@code kind} (read or write) and {@code outcome} ({@code 2xx} to {@code 5xx}, or {@code none}); the id of the run
 * is a value of high cardinality. What an HTTP client reports that is observed itself is within the call.
 */
@Experimental
public final class TalkObservations implements RunObserver {
    private final ObservationRegistry registry;
    private final Map<String, Observation> runs = new ConcurrentHashMap<>();

    private TalkObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** An observer that reports to a registry. */
    public static TalkObservations of(ObservationRegistry registry) {
        return new TalkObservations(registry);
    }

    @Override
    public Span run(RunEvent run) {
        Observation observation = Observation.createNotStarted("talk.run", registry)
                .lowCardinalityKeyValue("kind", run.kind().name().toLowerCase(Locale.ROOT))
                .highCardinalityKeyValue("run", run.run())
                .start();
        runs.put(run.run(), observation);
        Span inner = span(observation);
        return failure -> {
            runs.remove(run.run());
            inner.end(failure);
        };
    }

    @Override
    public Span system(RunEvent run, SystemName system) {
        return span(Observation.createNotStarted("talk.system", registry)
                .parentObservation(runs.get(run.run()))
                .lowCardinalityKeyValue("system", system.value())
                .start());
    }

    @Override
    public CallSpan call(SystemName system, boolean writing) {
        Observation observation = Observation.createNotStarted("talk.call", registry)
                .lowCardinalityKeyValue("system", system.value())
                .lowCardinalityKeyValue("kind", writing ? "write" : "read")
                .start();
        Observation.Scope scope = observation.openScope();
        return outcome -> {
            scope.close();
            observation.lowCardinalityKeyValue("outcome", outcome).stop();
        };
    }

    private static Span span(Observation observation) {
        Observation.Scope scope = observation.openScope();
        return failure -> {
            scope.close();
            end(observation, failure);
        };
    }

    private static void end(Observation observation, @Nullable Throwable failure) {
        if (failure != null) {
            observation.error(failure);
        }
        observation.stop();
    }
}

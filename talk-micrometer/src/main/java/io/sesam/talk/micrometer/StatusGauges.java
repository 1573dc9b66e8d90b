package io.sesam.talk.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.sesam.talk.Status;
import io.sesam.talk.Talk;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gauges of the status, which is read at most every ten seconds. */
final class StatusGauges {
    private static final long LONGEST_MILLIS = 10_000;

    private final Talk talk;
    private final MeterRegistry registry;
    private final Set<String> registered = ConcurrentHashMap.newKeySet();
    private @Nullable Status status;
    private long readAt;

    StatusGauges(Talk talk, MeterRegistry registry) {
        this.talk = talk;
        this.registry = registry;
    }

    void register() {
        gauge("talk.parked", Status::parked);
        gauge("talk.in_doubt", Status::inDoubt);
        gauge(
                "talk.held",
                status -> status.heldPlans().stream()
                        .filter(plan -> !plan.approved())
                        .count());
        refresh();
    }

    /** Reads the status anew, and registers what it names for the first time. */
    void refresh() {
        synchronized (this) {
            status = null;
        }
        status().ifPresent(this::registerNamed);
    }

    private void registerNamed(Status current) {
        for (EntityType type : current.golden().keySet()) {
            gauge("talk.golden", "type", type.name(), status -> status.golden().getOrDefault(type, 0L));
        }
        for (String listener : current.listeners().keySet()) {
            gauge("talk.events.dropped", "listener", listener, status -> dropped(status, listener));
        }
        Set<SystemName> systems = new TreeSet<>(current.lastRead().keySet());
        systems.addAll(current.records().keySet());
        systems.addAll(current.enriched().keySet());
        systems.addAll(current.paused().keySet());
        for (SystemName system : systems) {
            gauge(
                    "talk.paused",
                    "system",
                    system.value(),
                    status -> status.paused().containsKey(system) ? 1 : 0);
        }
        for (SystemName system : current.lastRead().keySet()) {
            if (registered.add("talk.last.success.age " + system)) {
                TimeGauge.builder("talk.last.success.age", this, TimeUnit.SECONDS, gauges -> gauges.age(system))
                        .tags("system", system.value())
                        .register(registry);
            }
        }
    }

    private static double dropped(Status status, String listener) {
        Status.ListenerState state = status.listeners().get(listener);
        return state == null ? 0 : state.dropped();
    }

    private void gauge(String name, ToDoubleFunction<Status> value) {
        Gauge.builder(name, this, gauges -> gauges.value(value)).register(registry);
    }

    private void gauge(String name, String tag, String tagged, ToDoubleFunction<Status> value) {
        if (registered.add(name + " " + tagged)) {
            Gauge.builder(name, this, gauges -> gauges.value(value))
                    .tags(tag, tagged)
                    .register(registry);
        }
    }

    private double value(ToDoubleFunction<Status> value) {
        return status().map(value::applyAsDouble).orElse(Double.NaN);
    }

    /** Seconds since the type of a system that was read longest ago was read to its end. */
    private double age(SystemName system) {
        return status().map(current -> current.lastRead().getOrDefault(system, Map.of()).values().stream()
                        .min(Instant::compareTo))
                .flatMap(oldest -> oldest)
                .map(oldest -> (registry.config().clock().wallTime() - oldest.toEpochMilli()) / 1000.0)
                .orElse(Double.NaN);
    }

    /** The status, as it was within the last seconds; empty when the store cannot be asked any more. */
    private synchronized Optional<Status> status() {
        long now = TimeUnit.NANOSECONDS.toMillis(registry.config().clock().monotonicTime());
        if (status == null || now - readAt >= LONGEST_MILLIS) {
            readAt = now;
            try {
                status = talk.status();
            } catch (TalkException | IllegalStateException e) {
                status = null;
            }
        }
        return Optional.ofNullable(status);
    }
}

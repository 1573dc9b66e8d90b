package io.sesam.talk.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sesam.talk.Talk;
import io.sesam.talk.event.Listening;
import io.sesam.talk.model.Experimental;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The meters of a {@code Talk}.
 *
 * <p>Counters and the timer follow the runs from the binding on. Gauges read the status of the store at most every ten seconds,
 * however often they are scraped; after {@code Talk.close()} they have no value. Every tag is a name of the settings or of an
 * outcome.
 *
 * <ul>
 *   <li>{@code talk.sync}: timer of syncs, by {@code result}
 *   <li>{@code talk.records.read}: counter of changes read, by {@code system} and {@code type}
 *   <li>{@code talk.writes}: counter, by {@code system}, {@code type} and {@code outcome}
 *   <li>{@code talk.calls}: counter, by {@code system} and {@code kind}
 *   <li>{@code talk.quota.used}: share of what the quotas permit in the time of the last sync, by {@code system}
 *   <li>{@code talk.parked}, {@code talk.in_doubt}, {@code talk.held}: gauges of what waits
 *   <li>{@code talk.paused}: gauge, 1 while paused, by {@code system}
 *   <li>{@code talk.golden}: gauge of golden records, by {@code type}
 *   <li>{@code talk.last.success.age}: gauge of the seconds since a system was last read to its end, by {@code system}
 *   <li>{@code talk.events.dropped}: gauge of events that a slow listener missed, by {@code listener}
 * </ul>
 */
@Experimental
public final class TalkMetrics implements MeterBinder, AutoCloseable {
    private final Talk talk;
    private final List<Listening> bound = new CopyOnWriteArrayList<>();

    private TalkMetrics(Talk talk) {
        this.talk = talk;
    }

    /** The meters of a {@code Talk} that stays open while they are used. */
    public static TalkMetrics of(Talk talk) {
        return new TalkMetrics(talk);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        StatusGauges gauges = new StatusGauges(talk, registry);
        gauges.register();
        bound.add(talk.listen(new RunMeters(registry, gauges)));
    }

    /** Ends the counting; the meters stay in their registries. */
    @Override
    public void close() {
        bound.forEach(Listening::close);
        bound.clear();
    }
}

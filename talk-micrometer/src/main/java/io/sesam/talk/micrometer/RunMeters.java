package io.sesam.talk.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sesam.talk.event.RunEvent;
import io.sesam.talk.event.RunResult;
import io.sesam.talk.event.TalkListener;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what runs report. */
final class RunMeters implements TalkListener {
    private final MeterRegistry registry;
    private final StatusGauges gauges;
    private final Map<SystemName, Double> quotaUsed = new ConcurrentHashMap<>();

    RunMeters(MeterRegistry registry, StatusGauges gauges) {
        this.registry = registry;
        this.gauges = gauges;
    }

    @Override
    public boolean wantsGolden() {
        return false;
    }

    @Override
    public void runFinished(RunResult run) {
        if (run.kind() == RunEvent.Kind.SYNC || run.kind() == RunEvent.Kind.APPLY) {
            registry.timer("talk.sync", "result", run.outcome().toLowerCase(Locale.ROOT))
                    .record(run.duration());
        }
        run.report().ifPresent(report -> count(run, report));
        gauges.refresh();
    }

    private void count(RunResult run, SyncReport report) {
        report.read()
                .forEach((system, types) ->
                        types.forEach((type, number) -> registry.counter("talk.records.read", tags(system, type))
                                .increment(number)));
        report.written()
                .forEach((system, types) -> types.forEach((type, written) -> {
                    Tags tags = tags(system, type);
                    write(tags, "inserted", written.inserted());
                    write(tags, "updated", written.updated());
                    write(tags, "archived", written.archived());
                    write(tags, "unchanged", written.unchanged());
                    write(tags, "refused", written.refused());
                    write(tags, "failed", written.failed());
                    write(tags, "in_doubt", written.inDoubt());
                }));
        report.calls().forEach((system, calls) -> {
            call(system, "read", calls.reads());
            call(system, "write", calls.writes());
            call(system, "repeated", calls.repeated());
            call(system, "limited", calls.limited());
        });
        report.quotaTime()
                .forEach((system, time) -> quota(
                        system,
                        time.toMillis() / Math.max(1.0, (double) run.duration().toMillis())));
    }

    private void quota(SystemName system, double used) {
        if (quotaUsed.put(system, used) == null) {
            Gauge.builder("talk.quota.used", quotaUsed, all -> all.getOrDefault(system, 0.0))
                    .tags("system", system.value())
                    .register(registry);
        }
    }

    private static Tags tags(SystemName system, EntityType type) {
        return Tags.of("system", system.value(), "type", type.name());
    }

    private void write(Tags tags, String outcome, long number) {
        registry.counter("talk.writes", tags.and("outcome", outcome)).increment((double) number);
    }

    private void call(SystemName system, String kind, long number) {
        registry.counter("talk.calls", "system", system.value(), "kind", kind).increment((double) number);
    }
}

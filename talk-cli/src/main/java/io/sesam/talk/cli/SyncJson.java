package io.sesam.talk.cli;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.result.SyncReport.Golden;
import io.sesam.talk.result.SyncReport.Written;
import io.sesam.talk.settings.TalkSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** A run as an object. Every connection is in it with every type it has, or is said to have, and every sink. */
final class SyncJson {
    private final SyncReport report;
    private final TalkSettings configuration;

    SyncJson(SyncReport report, TalkSettings configuration) {
        this.report = report;
        this.configuration = configuration;
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("run", report.run());
        object.put("read", systems((system, type) -> of(report.read(), system).getOrDefault(type, 0L)));
        object.put("unreadableTimes", counts(report.unreadableTimes()));
        object.put("futureTimes", counts(report.futureTimes()));
        object.put("notes", notes());
        object.put("golden", golden());
        object.put(
                "written",
                systems((system, type) ->
                        written(Optional.ofNullable(of(report.written(), system).get(type)))));
        object.put("sinks", sinks());
        object.put("calls", calls());
        object.put("enriched", EnrichmentText.objects(report.enriched()));
        object.put("parked", report.parked());
        object.put("unknown", report.inDoubt());
        object.put(
                "braked", report.heldPlans().stream().map(HeldPlanText::object).toList());
        object.put("erasures", ErasureText.objects(report.erasures()));
        object.put("paused", names(report.paused().keySet()));
        return object;
    }

    private Map<String, List<String>> notes() {
        Map<String, List<String>> notes = new TreeMap<>();
        report.notes().forEach((system, messages) -> notes.put(system.value(), messages));
        return notes;
    }

    private Map<String, Map<String, Object>> systems(BiFunction<SystemName, EntityType, Object> value) {
        Map<String, Map<String, Object>> systems = new TreeMap<>();
        configuration.connections().forEach((name, named) -> {
            SystemName system = new SystemName(name);
            Map<String, Object> types = new TreeMap<>();
            of(report.read(), system).keySet().forEach(type -> types.put(type.name(), value.apply(system, type)));
            named.forEach(type -> types.computeIfAbsent(type, t -> value.apply(system, new EntityType(t))));
            systems.put(name, types);
        });
        return systems;
    }

    private static Map<String, Map<String, Long>> counts(Map<SystemName, Map<EntityType, Long>> counts) {
        Map<String, Map<String, Long>> systems = new TreeMap<>();
        counts.forEach((system, types) -> {
            Map<String, Long> byType = new TreeMap<>();
            types.forEach((type, count) -> byType.put(type.name(), count));
            systems.put(system.value(), byType);
        });
        return systems;
    }

    private Map<String, Object> golden() {
        Map<String, Object> types = new TreeMap<>();
        report.golden().forEach((type, golden) -> types.put(type.name(), golden(golden)));
        return types;
    }

    private static Map<String, Long> golden(Golden golden) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("total", golden.total());
        counts.put("created", golden.created());
        counts.put("updated", golden.updated());
        counts.put("deleted", golden.deleted());
        counts.put("joined", golden.joined());
        counts.put("split", golden.split());
        return counts;
    }

    private static Map<String, Long> written(Optional<Written> written) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("inserted", written.map(Written::inserted).orElse(0L));
        counts.put("updated", written.map(Written::updated).orElse(0L));
        counts.put("archived", written.map(Written::archived).orElse(0L));
        counts.put("unchanged", written.map(Written::unchanged).orElse(0L));
        counts.put("refused", written.map(Written::refused).orElse(0L));
        counts.put("failed", written.map(Written::failed).orElse(0L));
        counts.put("unknown", written.map(Written::inDoubt).orElse(0L));
        return counts;
    }

    private Map<String, Map<String, Long>> sinks() {
        Map<String, Map<String, Long>> sinks = new TreeMap<>();
        configuration.sinks().forEach(name -> sinks.put(name, of(report.sinks(), new SystemName(name))));
        return sinks;
    }

    private Map<String, Object> calls() {
        Map<String, Object> systems = new TreeMap<>();
        report.calls().forEach((system, calls) -> {
            Map<String, Long> counts = new LinkedHashMap<>();
            counts.put("reading", calls.reads());
            counts.put("writing", calls.writes());
            counts.put("repeated", calls.repeated());
            counts.put("limited", calls.limited());
            systems.put(system.value(), counts);
        });
        return systems;
    }

    private static <K, V> Map<K, V> of(Map<SystemName, Map<K, V>> systems, SystemName system) {
        return systems.getOrDefault(system, Map.of());
    }

    private static List<String> names(Collection<SystemName> names) {
        return names.stream().sorted().map(SystemName::value).toList();
    }
}

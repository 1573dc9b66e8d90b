package io.sesam.talk.cli;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.settings.json.ResultObjects;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** A run as an object. Every connection is in it with every type it has, or that its settings name, and every sink. */
final class SyncJson {
    private final SyncReport report;
    private final TalkSettings configuration;

    SyncJson(SyncReport report, TalkSettings configuration) {
        this.report = report;
        this.configuration = configuration;
    }

    Map<String, Object> object() {
        Map<String, Object> object = ResultObjects.of(report);
        object.put("read", systems((system, type) -> of(report.read(), system).getOrDefault(type, 0L)));
        object.put(
                "written",
                systems((system, type) -> Optional.ofNullable(
                                of(report.written(), system).get(type))
                        .map(written -> ResultObjects.of(written))
                        .orElseGet(ResultObjects::nothingWritten)));
        object.put("sinks", sinks());
        return object;
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

    private Map<String, Map<String, Long>> sinks() {
        Map<String, Map<String, Long>> sinks = new TreeMap<>();
        configuration.sinks().forEach(name -> sinks.put(name, of(report.sinks(), new SystemName(name))));
        return sinks;
    }

    private static <K, V> Map<K, V> of(Map<SystemName, Map<K, V>> systems, SystemName system) {
        return systems.getOrDefault(system, Map.of());
    }
}

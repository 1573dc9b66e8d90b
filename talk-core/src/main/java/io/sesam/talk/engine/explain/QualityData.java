package io.sesam.talk.engine.explain;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.QualityReport;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Values of a {@link QualityReport}. */
record QualityData(
        EntityType type,
        long golden,
        Map<String, PropertyQuality> properties,
        Map<SystemName, SystemQuality> systems,
        Map<SystemName, Map<SystemName, Long>> overlap,
        Map<SystemName, Long> alone)
        implements QualityReport {
    QualityData {
        properties = Collections.unmodifiableMap(properties);
        systems = Collections.unmodifiableMap(new TreeMap<>(systems));
        Map<SystemName, Map<SystemName, Long>> rows = new TreeMap<>();
        overlap.forEach((system, row) -> rows.put(system, Collections.unmodifiableMap(new TreeMap<>(row))));
        overlap = Collections.unmodifiableMap(rows);
        alone = Collections.unmodifiableMap(new TreeMap<>(alone));
    }

    /** Values of a {@link QualityReport.SystemQuality}. */
    record SystemData(long records, long duplicates, Map<String, PropertyQuality> properties) implements SystemQuality {
        SystemData {
            properties = Collections.unmodifiableMap(properties);
        }
    }

    /** Values of a {@link QualityReport.PropertyQuality}. */
    record PropertyData(long known, long filled, long valid, long unique, long agreeing) implements PropertyQuality {}
}

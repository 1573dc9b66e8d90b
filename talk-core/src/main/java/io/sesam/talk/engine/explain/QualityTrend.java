package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.run.PastRuns;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.query.QualityReport;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The quality of a type after its last runs, in the store.
 *
 * <p>One point for each run after which the quality was measured, at most 60 of them.
 */
public final class QualityTrend {
    private static final int MOST = 60;

    private QualityTrend() {}

    /** The points of a type, the oldest first. */
    public static List<QualityPoint> of(Store store, EntityType type) {
        return List.copyOf(stored(store, type));
    }

    /** Stores a measurement; a later one after the same run takes its place. */
    public static void add(Store store, QualityReport report, Instant now) {
        String run = PastRuns.newestFirst(store, 1).stream()
                .map(RunSummary::run)
                .findFirst()
                .orElse("");
        List<EngineState.MeasuredQuality> points = new ArrayList<>(stored(store, report.type()));
        points.removeIf(point -> point.run().equals(run));
        points.add(point(report, run, now));
        List<EngineState.MeasuredQuality> kept = points.subList(Math.max(0, points.size() - MOST), points.size());
        store.commit(new Commit().put(StateKey.qualityTrend(report.type()), new EngineState.QualityTrend(kept)));
    }

    private static List<EngineState.MeasuredQuality> stored(Store store, EntityType type) {
        return store.state(StateKey.qualityTrend(type))
                .map(EngineState.QualityTrend::points)
                .orElse(List.of());
    }

    private static EngineState.MeasuredQuality point(QualityReport report, String run, Instant now) {
        Map<SystemName, QualityPoint.Sums> systems = new TreeMap<>();
        report.systems().forEach((name, quality) -> {
            long filled = 0;
            long valid = 0;
            long unique = 0;
            long agreeing = 0;
            for (QualityReport.PropertyQuality property : quality.properties().values()) {
                filled += property.filled();
                valid += property.valid();
                unique += property.unique();
                agreeing += property.agreeing();
            }
            long cells = quality.records() * quality.properties().size();
            systems.put(name, new EngineState.QualitySums(cells, filled, valid, unique, agreeing));
        });
        return new EngineState.MeasuredQuality(run, now, report.golden(), systems);
    }
}

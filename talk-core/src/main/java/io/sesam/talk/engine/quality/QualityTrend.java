package io.sesam.talk.engine.quality;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The quality of a type after its last runs, in the store.
 *
 * <p>Stored are the counts after runs that changed golden records: in six parts of ten, each one value of the engine's state; the
 * part that is full longest is begun anew, so that 51 to 60 are kept. Runs that changed nothing have the same counts: they
 * share the number of the last change.
 */
public final class QualityTrend {
    private static final int PARTS = 6;
    private static final int POINTS_OF_PART = 10;

    private QualityTrend() {}

    /** The quality at the end of one run. */
    private record Point(
            String run,
            Instant measured,
            long golden,
            Map<SystemName, QualityPoint.Sums> systems,
            Map<SystemName, Map<SystemName, Long>> overlap)
            implements QualityPoint {
        static Point of(RunSummary run, EngineState.QualityCounts counts) {
            return new Point(run.run(), run.ended(), counts.golden(), counts.systems(), counts.overlap());
        }
    }

    /** The points of a type for runs, in the order of the runs; without runs whose counts are not known. */
    public static List<QualityPoint> of(Store store, EntityType type, List<RunSummary> runs) {
        Map<Long, EngineState.QualityCounts> counts = new HashMap<>();
        for (EngineState.QualityPart part : parts(store, type)) {
            for (int i = part.points().size() - 1; i >= 0; i--) {
                counts.putIfAbsent(
                        part.points().get(i).sequence(), part.points().get(i).counts());
            }
        }
        List<QualityPoint> points = new ArrayList<>();
        for (RunSummary run : runs) {
            EngineState.QualityCounts then = counts.get(run.sequence());
            if (then != null) {
                points.add(Point.of(run, then));
            }
        }
        return List.copyOf(points);
    }

    /** Adds a point to a commit. */
    static void add(Commit commit, Store store, EntityType type, EngineState.QualityAt point) {
        List<EngineState.QualityPart> parts = parts(store, type);
        EngineState.QualityPart newest = parts.isEmpty() ? new EngineState.QualityPart(0, List.of()) : parts.get(0);
        if (newest.points().size() >= POINTS_OF_PART) {
            newest = new EngineState.QualityPart(newest.number() + 1, List.of());
        }
        List<EngineState.QualityAt> points = new ArrayList<>(newest.points());
        points.add(point);
        commit.put(
                StateKey.qualityPart(type, (int) (newest.number() % PARTS)),
                new EngineState.QualityPart(newest.number(), points));
    }

    /** The parts, the newest first. */
    private static List<EngineState.QualityPart> parts(Store store, EntityType type) {
        List<EngineState.QualityPart> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            Optional<EngineState.QualityPart> part = store.state(StateKey.qualityPart(type, i));
            part.ifPresent(parts::add);
        }
        parts.sort(Comparator.comparing(EngineState.QualityPart::number).reversed());
        return parts;
    }
}

package io.sesam.talk.tests.world.play;

import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.query.QualityReport;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Check of promise 11, after each run and each crash: what is counted with every change is what a whole measurement finds, and
 * no change has escaped the count. For one moment: measures once.
 */
public final class CountedQuality {
    private final EntityType type;

    private final Store store;
    private final Talk talk;
    private @Nullable String measurement;

    /** Creates the check of a type in a store that is open in a Talk. */
    public CountedQuality(Store store, Talk talk, EntityType type) {
        this.store = store;
        this.talk = talk;
        this.type = type;
    }

    /** Compares the counts in the store with a measurement. */
    public Optional<Flaw> check() {
        long last = store.lastSequence();
        if (last == 0) {
            return Optional.empty();
        }
        EngineState.QualityMark mark = store.state(StateKey.qualityMark()).orElse(null);
        if (mark == null || mark.sequence() != last || !mark.basis().containsKey(type)) {
            return flaw("a change of a golden record is not counted: " + mark + ", the last change is " + last);
        }
        String counted = store.state(StateKey.qualityCounts(type))
                .map(counts -> text(counts.golden(), counts.systems(), counts.overlap()))
                .orElseGet(() -> text(0, Map.of(), Map.of()));
        String measured = measured();
        return counted.equals(measured) ? Optional.empty() : flaw("counted is " + counted + ", measured " + measured);
    }

    /** Compares the point of a run that has just ended with a measurement. */
    public Optional<Flaw> checkPoint() {
        String run =
                talk.records().runs(1).stream().map(RunSummary::run).findFirst().orElse("");
        List<QualityPoint> trend = talk.records().qualityTrend(type.name());
        QualityPoint last = trend.isEmpty() ? null : trend.get(trend.size() - 1);
        if (last == null || !last.run().equals(run)) {
            return store.lastSequence() == 0 ? Optional.empty() : flaw("the run has no point: " + run);
        }
        String counted = text(last.golden(), last.systems(), last.overlap());
        String measured = measured();
        return counted.equals(measured)
                ? Optional.empty()
                : flaw("the point of the run is " + counted + ", measured " + measured);
    }

    private static Optional<Flaw> flaw(String what) {
        return Optional.of(new Flaw(11, what));
    }

    private String measured() {
        String known = measurement;
        if (known == null) {
            known = measure();
            measurement = known;
        }
        return known;
    }

    private String measure() {
        QualityReport report = talk.records().quality(type.name());
        Map<SystemName, QualityPoint.Sums> systems = new TreeMap<>();
        report.systems().forEach((system, quality) -> {
            Map<String, QualityPoint.Counts> properties = new TreeMap<>();
            quality.properties().forEach((name, of) -> {
                if (!name.equals("organisation")) { // a reference, which is not counted
                    properties.put(
                            name, new EngineState.PropertyCounts(of.known(), of.filled(), of.valid(), of.agreeing()));
                }
            });
            systems.put(
                    system,
                    new EngineState.SystemCounts(
                            quality.records(),
                            quality.duplicates(),
                            report.alone().getOrDefault(system, 0L),
                            properties));
        });
        return text(report.golden(), systems, report.overlap());
    }

    private static String text(
            long golden, Map<SystemName, QualityPoint.Sums> systems, Map<SystemName, Map<SystemName, Long>> overlap) {
        return golden + " " + systems + " " + overlap;
    }
}

package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.quality.QualityTally;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.query.QualityReport;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures the data of a type, page by page.
 *
 * <p>Goes through all golden records in the order of their last change, up to the last one at its start; one that changes
 * meanwhile may be left out. Memory does not grow with the number of records. For one thread.
 */
public final class QualityReader {
    private static final int PAGE = 500;

    private final Store store;
    private final TypePolicy policy;
    private final Schema schema;
    private final Tally golden;
    private final Map<SystemName, Tally> systems = new TreeMap<>();
    private final Map<SystemName, Map<SystemName, Long>> overlap = new TreeMap<>();
    private final Map<SystemName, Long> alone = new TreeMap<>();

    /** Measures the type of a policy. */
    public QualityReader(Store store, TypePolicy policy) {
        this.store = store;
        this.policy = policy;
        this.schema = policy.schema();
        this.golden = new Tally(schema);
    }

    /** The counts of the records of one system, or of the golden records. */
    private static final class Tally {
        final long[] known;
        final long[] filled;
        final long[] valid;
        final long[] agreeing;
        final ValueCounts[] values;
        long records;
        long duplicates;

        Tally(Schema schema) {
            known = new long[schema.size()];
            filled = new long[schema.size()];
            valid = new long[schema.size()];
            agreeing = new long[schema.size()];
            values = new ValueCounts[schema.size()];
        }

        void add(Schema schema, int index, @Nullable Object slot, boolean agrees) {
            if (slot == null) {
                return;
            }
            known[index]++;
            if (slot != Blank.BLANK) {
                filled[index]++;
                valid[index] += Normalizer.isUnderstood(schema.property(index).kind(), slot) ? 1 : 0;
                agreeing[index] += agrees ? 1 : 0;
                ValueCounts counts = values[index];
                if (counts == null) {
                    counts = new ValueCounts();
                    values[index] = counts;
                }
                counts.add(Fields.textOf(slot));
            }
        }

        Map<String, QualityReport.PropertyQuality> properties(Schema schema) {
            Map<String, QualityReport.PropertyQuality> properties = new LinkedHashMap<>();
            for (int i = 0; i < schema.size(); i++) {
                ValueCounts counts = values[i];
                if (known[i] > 0) {
                    properties.put(
                            schema.property(i).name(),
                            new QualityData.PropertyData(
                                    known[i],
                                    filled[i],
                                    valid[i],
                                    counts == null ? 0 : Math.min(filled[i], counts.once()),
                                    agreeing[i]));
                }
            }
            return properties;
        }
    }

    /**
     * Counts everything that is counted with every change from then on. Nothing may change meanwhile.
     *
     * @param before called before each page
     */
    public static QualityTally count(Store store, TypePolicy policy, Runnable before) {
        QualityTally tally = new QualityTally(policy.schema());
        each(
                store,
                policy,
                () -> {
                    before.run();
                    return true;
                },
                tally::add);
        return tally;
    }

    /**
     * Measures everything.
     *
     * @param goesOn asked before each page; the measurement ends where it says no
     */
    public QualityReport read(BooleanSupplier goesOn) {
        each(store, policy, goesOn, this::add);
        Map<SystemName, QualityReport.SystemQuality> measured = new TreeMap<>();
        systems.forEach((system, tally) -> measured.put(
                system, new QualityData.SystemData(tally.records, tally.duplicates, tally.properties(schema))));
        return new QualityData(policy.type(), golden.records, golden.properties(schema), measured, overlap, alone);
    }

    private static void each(Store store, TypePolicy policy, BooleanSupplier goesOn, Consumer<GoldenRecord> action) {
        GoldenReader reader = new GoldenReader(store, policy);
        long last = store.lastSequence();
        long after = 0;
        while (after < last && goesOn.getAsBoolean()) {
            List<StoredGolden> page = store.goldensAfter(after, PAGE);
            if (page.isEmpty()) {
                break;
            }
            after = page.get(page.size() - 1).sequence();
            List<GoldenId> ids = page.stream()
                    .filter(stored -> stored.sequence() <= last
                            && !stored.removed()
                            && stored.values().schema().type().equals(policy.type()))
                    .map(StoredGolden::id)
                    .toList();
            reader.byIds(ids).forEach(action);
        }
    }

    private void add(GoldenRecord record) {
        golden.records++;
        Map<SystemName, Integer> members = new TreeMap<>();
        for (int i = 0; i < schema.size(); i++) {
            golden.add(schema, i, QualityTally.won(record, i), true);
        }
        for (int m = 0; m < record.size(); m++) {
            SourceRecord member = record.member(m);
            SystemName system = member.ref().system();
            members.merge(system, 1, Integer::sum);
            Tally tally = systems.computeIfAbsent(system, name -> new Tally(schema));
            tally.records++;
            for (int i = 0; i < schema.size(); i++) {
                Object slot = member.values().slot(i);
                tally.add(schema, i, slot, slot != null && QualityTally.agrees(record, member, i, slot));
            }
        }
        members.forEach((system, count) -> systems.getOrDefault(system, golden).duplicates += count > 1 ? 1 : 0);
        count(members.keySet());
    }

    private void count(Set<SystemName> members) {
        List<SystemName> names = new ArrayList<>(members);
        for (SystemName one : names) {
            Map<SystemName, Long> row = overlap.computeIfAbsent(one, name -> new TreeMap<>());
            names.forEach(other -> row.merge(other, 1L, Long::sum));
        }
        if (names.size() == 1) {
            alone.merge(names.get(0), 1L, Long::sum);
        }
    }
}

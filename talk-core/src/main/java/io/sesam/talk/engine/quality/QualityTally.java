package io.sesam.talk.engine.quality;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.store.EngineState;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts of golden records and their members, added and taken away.
 *
 * <p>References, and what forms a unit with them, are not counted. Not safe for several threads.
 */
public final class QualityTally {
    private static final int KNOWN = 0;
    private static final int FILLED = 1;
    private static final int VALID = 2;
    private static final int AGREEING = 3;
    private static final int MEASURES = 4;

    private final Schema schema;
    private final int[] counted;
    private final Map<SystemName, OfSystem> systems = new TreeMap<>();
    private final Map<SystemName, Map<SystemName, Long>> overlap = new TreeMap<>();
    private long golden;

    /** The counts of one system: four for each property. */
    private static final class OfSystem {
        final long[] properties;
        long records;
        long duplicates;
        long alone;

        OfSystem(int size) {
            properties = new long[size * MEASURES];
        }

        void add(OfSystem other) {
            records += other.records;
            duplicates += other.duplicates;
            alone += other.alone;
            for (int i = 0; i < properties.length; i++) {
                properties[i] += other.properties[i];
            }
        }

        boolean isNothing() {
            return records == 0
                    && duplicates == 0
                    && alone == 0
                    && Arrays.stream(properties).allMatch(count -> count == 0);
        }
    }

    /** Creates an empty tally of a type. */
    public QualityTally(Schema schema) {
        this.schema = schema;
        this.counted = counted(schema);
    }

    private static int[] counted(Schema schema) {
        Set<String> units = new HashSet<>();
        for (Property property : schema.properties()) {
            if (property.kind() == Kind.REFERENCE) {
                property.unit().ifPresent(units::add);
            }
        }
        int[] indexes = new int[schema.size()];
        int size = 0;
        for (int i = 0; i < schema.size(); i++) {
            Property property = schema.property(i);
            if (property.kind() != Kind.REFERENCE
                    && property.unit().filter(units::contains).isEmpty()) {
                indexes[size++] = i;
            }
        }
        return Arrays.copyOf(indexes, size);
    }

    /** Restores a tally from stored counts; what is stored of unknown properties is left out. */
    static QualityTally of(Schema schema, EngineState.QualityCounts counts) {
        QualityTally tally = new QualityTally(schema);
        tally.golden = counts.golden();
        counts.systems().forEach((name, sums) -> {
            OfSystem system = tally.system(name);
            system.records = sums.records();
            system.duplicates = sums.duplicates();
            system.alone = sums.alone();
            for (int i : tally.counted) {
                QualityPoint.Counts of =
                        sums.properties().get(schema.property(i).name());
                if (of != null) {
                    system.properties[i * MEASURES + KNOWN] = of.known();
                    system.properties[i * MEASURES + FILLED] = of.filled();
                    system.properties[i * MEASURES + VALID] = of.valid();
                    system.properties[i * MEASURES + AGREEING] = of.agreeing();
                }
            }
        });
        counts.overlap().forEach((one, row) -> tally.overlap.put(one, new TreeMap<>(row)));
        return tally;
    }

    /** Adds a golden record with its members. */
    public void add(GoldenRecord record) {
        add(record, 1);
    }

    /** Takes a golden record away, as it was added. */
    public void remove(GoldenRecord record) {
        add(record, -1);
    }

    private void add(GoldenRecord record, int sign) {
        golden += sign;
        int size = record.size();
        for (int m = 0; m < size; m++) {
            SourceRecord member = record.member(m);
            OfSystem system = system(member.ref().system());
            system.records += sign;
            for (int i : counted) {
                count(record, member, i, system.properties, sign);
            }
        }
        for (int m = 0; m < size; m++) {
            SystemName name = record.member(m).ref().system();
            if (isFirst(record, m)) {
                for (int other = 0; other < size; other++) {
                    if (isFirst(record, other)) {
                        overlap.computeIfAbsent(name, one -> new TreeMap<>())
                                .merge(record.member(other).ref().system(), (long) sign, Long::sum);
                    }
                }
                several(record, m, name, sign);
            }
        }
    }

    /** Counts whether a golden record has further records of a system, and any of another one. */
    private void several(GoldenRecord record, int first, SystemName name, int sign) {
        boolean again = false;
        boolean others = first > 0;
        for (int m = first + 1; m < record.size(); m++) {
            boolean same = record.member(m).ref().system().equals(name);
            again |= same;
            others |= !same;
        }
        system(name).duplicates += again ? sign : 0;
        system(name).alone += others ? 0 : sign;
    }

    private static boolean isFirst(GoldenRecord record, int member) {
        SystemName name = record.member(member).ref().system();
        for (int m = 0; m < member; m++) {
            if (record.member(m).ref().system().equals(name)) {
                return false;
            }
        }
        return true;
    }

    private void count(GoldenRecord record, SourceRecord member, int index, long[] counts, int sign) {
        Object slot = member.values().slot(index);
        if (slot == null) {
            return;
        }
        counts[index * MEASURES + KNOWN] += sign;
        if (slot == Blank.BLANK) {
            return;
        }
        counts[index * MEASURES + FILLED] += sign;
        if (Normalizer.isUnderstood(schema.property(index).kind(), slot)) {
            counts[index * MEASURES + VALID] += sign;
        }
        if (agrees(record, member, index, slot)) {
            counts[index * MEASURES + AGREEING] += sign;
        }
    }

    /** Checks whether a member has the value that won, as its system holds it or as it counts in merging. */
    public static boolean agrees(GoldenRecord record, SourceRecord member, int index, Object slot) {
        Object won = won(record, index);
        return won != null && (won.equals(slot) || won.equals(member.effectiveValue(index)));
    }

    /** The value that won a property; {@code null} for none. */
    public static @Nullable Object won(GoldenRecord record, int index) {
        int winner = record.winner(index);
        return winner < 0 ? null : record.member(winner).effectiveValue(index);
    }

    private OfSystem system(SystemName name) {
        return systems.computeIfAbsent(name, one -> new OfSystem(schema.size()));
    }

    /** Adds the counts of another tally of the type. */
    public void add(QualityTally other) {
        golden += other.golden;
        other.systems.forEach((name, counts) -> system(name).add(counts));
        other.overlap.forEach((one, row) -> {
            Map<SystemName, Long> own = overlap.computeIfAbsent(one, name -> new TreeMap<>());
            row.forEach((name, both) -> own.merge(name, both, Long::sum));
        });
    }

    /** Checks whether all counts are zero. */
    public boolean isNothing() {
        return golden == 0
                && systems.values().stream().allMatch(OfSystem::isNothing)
                && overlap.values().stream()
                        .allMatch(row -> row.values().stream().allMatch(both -> both == 0));
    }

    /** The counts, without systems and properties of which there is nothing. */
    public EngineState.QualityCounts counts() {
        Map<SystemName, QualityPoint.Sums> sums = new TreeMap<>();
        systems.forEach((name, system) -> {
            if (!system.isNothing()) {
                sums.put(name, sums(system));
            }
        });
        Map<SystemName, Map<SystemName, Long>> rows = new TreeMap<>();
        overlap.forEach((one, row) -> {
            Map<SystemName, Long> filled = new TreeMap<>(row);
            filled.values().removeIf(both -> both == 0);
            if (!filled.isEmpty()) {
                rows.put(one, filled);
            }
        });
        return new EngineState.QualityCounts(golden, sums, rows);
    }

    private EngineState.SystemCounts sums(OfSystem system) {
        Map<String, QualityPoint.Counts> properties = new TreeMap<>();
        for (int i : counted) {
            long[] of = Arrays.copyOfRange(system.properties, i * MEASURES, i * MEASURES + MEASURES);
            if (Arrays.stream(of).anyMatch(count -> count != 0)) {
                properties.put(
                        schema.property(i).name(),
                        new EngineState.PropertyCounts(of[KNOWN], of[FILLED], of[VALID], of[AGREEING]));
            }
        }
        return new EngineState.SystemCounts(system.records, system.duplicates, system.alone, properties);
    }
}

package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.QualityPoint;
import io.sesam.talk.query.RunSummary;
import io.sesam.talk.spi.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value the engine keeps between runs.
 *
 * <p>A closed set: each is stored under a {@link StateKey} and written as text by {@link StateCodec}.
 */
@Experimental
public sealed interface EngineState {
    /**
     * The secret key of the suppression list.
     *
     * @param hex its bytes, two lower-case hexadecimal digits each
     */
    record SuppressionKey(String hex) implements EngineState {
        /** Validates the digits. */
        public SuppressionKey {
            if (!HexFormat.of().formatHex(HexFormat.of().parseHex(hex)).equals(hex)) {
                throw new IllegalArgumentException("a suppression key is lower-case hexadecimal digits");
            }
        }

        /** Returns the bytes of the key. */
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        /** Never shows the key. */
        @Override
        public String toString() {
            return "SuppressionKey";
        }
    }

    /**
     * A plan that the change limit stopped.
     *
     * @param changes how many records would change, removals included
     * @param removals how many of them would be archived
     * @param since when it was stopped
     * @param approved whether a person has approved this size
     */
    record PlanHold(long changes, long removals, Instant since, boolean approved) implements EngineState {}

    /** A fact that holds while its key exists. */
    record Presence() implements EngineState {}

    /**
     * The systems that took part in a type.
     *
     * @param systems in the order of their names, each once
     */
    record TargetSystems(List<SystemName> systems) implements EngineState {
        /** Sorts the names. */
        public TargetSystems {
            systems = sorted(systems);
        }
    }

    /**
     * The basis of the last complete comparison with a system.
     *
     * @param fingerprint of the rules, and of the settings and facts of the system
     * @param insertsAllowed whether inserts were allowed there
     * @param complete the systems that had been read completely, in the order of their names
     */
    record ComparisonBasis(String fingerprint, boolean insertsAllowed, List<SystemName> complete)
            implements EngineState {
        /** Sorts the names. */
        public ComparisonBasis {
            complete = sorted(complete);
        }
    }

    /**
     * The first reading of a type.
     *
     * @param complete whether every system that took part was read completely once
     */
    record Onboarding(boolean complete) implements EngineState {}

    /**
     * The policy of the last merge of a type.
     *
     * @param fingerprint of the policy
     */
    record AppliedPolicy(String fingerprint) implements EngineState {}

    /**
     * The limit of what a sink's tables can hold.
     *
     * @param sequence of the last golden record that may be in them
     */
    record SinkPromise(long sequence) implements EngineState {}

    /**
     * The content of a sink's tables after the last run that opened them.
     *
     * @param sequence of the last golden record in them
     * @param fingerprint of the tables, made by the sink
     * @param rows number of rows by table
     */
    record SinkContent(long sequence, String fingerprint, Map<String, Long> rows) implements EngineState {
        /** Copies the map. */
        public SinkContent {
            rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        }
    }

    /**
     * The progress of the search for expired answers.
     *
     * @param due the time before which no answer expires
     * @param least the earliest expiry seen by the search under way
     * @param after the id of the last answer seen; {@code null} when no search is under way
     */
    record ExpirySweep(Instant due, Instant least, @Nullable String after) implements EngineState {}

    /**
     * A moment in time.
     *
     * @param time the moment
     */
    record Moment(Instant time) implements EngineState {}

    /**
     * The fields that a type of a system was read with.
     *
     * @param fields their names
     * @param listing the listing that was begun because some were new; 0 when none was
     * @param fresh the new ones
     */
    record CoveredFields(Set<String> fields, long listing, Set<String> fresh) implements EngineState {
        /** Copies the sets. */
        public CoveredFields {
            fields = Set.copyOf(fields);
            fresh = Set.copyOf(fresh);
        }
    }

    /**
     * The position in an enricher's change feed.
     *
     * @param position as the enricher gave it
     */
    record NewsPosition(Position position) implements EngineState {}

    /**
     * The golden records that an enricher was asked about under one topic.
     *
     * @param goldens their ids, in their order; some may no longer exist
     */
    record AskedTopic(Set<GoldenId> goldens) implements EngineState {
        /** Copies the ids. */
        public AskedTopic {
            goldens = Set.copyOf(goldens);
        }
    }

    /**
     * The last golden record that an enricher examined.
     *
     * @param sequence of that golden record
     * @param edition of the enricher at that time
     */
    record EnrichmentMark(long sequence, String edition) implements EngineState {}

    /**
     * A token that a system issued, encrypted by its plugin.
     *
     * @param text the token, unchanged
     */
    record IssuedToken(String text) implements EngineState {
        /** Never shows the token. */
        @Override
        public String toString() {
            return "IssuedToken";
        }
    }

    /**
     * How long the in-doubt writes of a type have been waited for.
     *
     * @param checked the host's time when they were last looked for
     * @param waited the time that counts as waited, by operation
     */
    record Waits(Instant checked, Map<String, Duration> waited) implements EngineState {
        /** Copies the times. */
        public Waits {
            waited = Map.copyOf(waited);
        }
    }

    /**
     * The end of a sync.
     *
     * @param run id of the run in the journal
     * @param started time of its start
     * @param ended time of its end
     * @param outcome {@code CLEAN}, {@code INCOMPLETE}, or the error code it failed with
     * @param writes number of records inserted, updated or archived
     * @param goldenChanges number of golden records that changed
     */
    record RunEnd(String run, Instant started, Instant ended, String outcome, long writes, long goldenChanges)
            implements EngineState {}

    /**
     * A past sync.
     *
     * @param run id of the run in the journal
     * @param started time of its start
     * @param ended time of its end
     * @param outcome {@code CLEAN}, {@code INCOMPLETE}, or the error code it failed with
     * @param read number of changes read
     * @param writes number of records inserted, updated or archived
     * @param refused number of writes that were refused or failed
     * @param goldenChanges number of golden records that changed
     * @param calls number of calls to systems
     * @param sequence of the last change of a golden record at its end
     * @param undone time when its writes were undone last
     */
    record PastRun(
            String run,
            Instant started,
            Instant ended,
            String outcome,
            long read,
            long writes,
            long refused,
            long goldenChanges,
            long calls,
            long sequence,
            Optional<Instant> undone)
            implements RunSummary {
        private static final int PARTS = 11;
        /** Without the time of an undo, as earlier versions wrote it. */
        private static final int PARTS_BEFORE = 10;

        /** Refuses names that no text can separate. */
        public PastRun {
            if (run.indexOf(';') >= 0 || outcome.indexOf(';') >= 0) {
                throw new IllegalArgumentException("a semicolon in the name of a run or an outcome");
            }
        }

        String text() {
            return String.join(
                    ";",
                    run,
                    started.toString(),
                    ended.toString(),
                    outcome,
                    Long.toString(read),
                    Long.toString(writes),
                    Long.toString(refused),
                    Long.toString(goldenChanges),
                    Long.toString(calls),
                    Long.toString(sequence),
                    undone.map(Instant::toString).orElse(""));
        }

        static PastRun parse(String text) {
            String[] parts = text.split(";", -1);
            if (parts.length != PARTS && parts.length != PARTS_BEFORE) {
                throw new IllegalArgumentException("no past run");
            }
            return new PastRun(
                    parts[0],
                    Instant.parse(parts[1]),
                    Instant.parse(parts[2]),
                    parts[3],
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]),
                    Long.parseLong(parts[6]),
                    Long.parseLong(parts[7]),
                    Long.parseLong(parts[8]),
                    Long.parseLong(parts[9]),
                    parts.length == PARTS_BEFORE || parts[10].isEmpty()
                            ? Optional.empty()
                            : Optional.of(Instant.parse(parts[10])));
        }

        /** Returns a copy that was undone at a time. */
        public PastRun undoneAt(Instant time) {
            return new PastRun(
                    run,
                    started,
                    ended,
                    outcome,
                    read,
                    writes,
                    refused,
                    goldenChanges,
                    calls,
                    sequence,
                    Optional.of(time));
        }
    }

    /**
     * A part of the past runs.
     *
     * @param number of the part; grows
     * @param runs its runs, the oldest first
     */
    record RunPart(long number, List<PastRun> runs) implements EngineState {
        /** Copies the list. */
        public RunPart {
            runs = List.copyOf(runs);
        }
    }

    /** Counts of a property; see {@link QualityPoint.Counts}. */
    record PropertyCounts(long known, long filled, long valid, long agreeing) implements QualityPoint.Counts {
        private String text() {
            return known + ":" + filled + ":" + valid + ":" + agreeing;
        }

        private static PropertyCounts parse(String[] parts) {
            return new PropertyCounts(
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]));
        }
    }

    /** Counts of a system; see {@link QualityPoint.Sums}. */
    record SystemCounts(long records, long duplicates, long alone, Map<String, QualityPoint.Counts> properties)
            implements QualityPoint.Sums {
        /** Copies the map. */
        public SystemCounts {
            properties = Collections.unmodifiableMap(new TreeMap<>(properties));
        }
    }

    /**
     * The counted quality of a type, with all that is committed.
     *
     * @param golden number of golden records
     * @param systems counts by system
     * @param overlap number of golden records by two systems, in both orders, and by each system with itself
     */
    record QualityCounts(
            long golden, Map<SystemName, QualityPoint.Sums> systems, Map<SystemName, Map<SystemName, Long>> overlap)
            implements EngineState {
        /** Copies the maps. */
        public QualityCounts {
            systems = Collections.unmodifiableMap(new TreeMap<>(systems));
            Map<SystemName, Map<SystemName, Long>> rows = new TreeMap<>();
            overlap.forEach((system, row) -> rows.put(system, Collections.unmodifiableMap(new TreeMap<>(row))));
            overlap = Collections.unmodifiableMap(rows);
        }

        /** Lines of parts, separated by marks that no name contains: systems, their properties, and pairs of systems. */
        String text() {
            StringBuilder text = new StringBuilder().append(golden);
            systems.forEach((system, sums) -> {
                text.append(";s:").append(system.value()).append(':').append(sums.records());
                text.append(':').append(sums.duplicates()).append(':').append(sums.alone());
                sums.properties()
                        .forEach((name, counts) -> text.append(";p:")
                                .append(name)
                                .append(':')
                                .append(new PropertyCounts(
                                                counts.known(), counts.filled(), counts.valid(), counts.agreeing())
                                        .text()));
            });
            overlap.forEach((one, row) -> row.forEach((other, both) -> {
                if (one.compareTo(other) <= 0) {
                    text.append(";o:").append(one.value()).append(':').append(other.value());
                    text.append(':').append(both);
                }
            }));
            return text.toString();
        }

        static QualityCounts parse(String text) {
            String[] lines = text.split(";", -1);
            Map<SystemName, QualityPoint.Sums> systems = new TreeMap<>();
            Map<SystemName, Map<SystemName, Long>> overlap = new TreeMap<>();
            Map<String, QualityPoint.Counts> properties = new TreeMap<>();
            for (int i = lines.length - 1; i > 0; i--) {
                String[] parts = lines[i].split(":", -1);
                switch (parts[0] + parts.length) {
                    case "o4" -> {
                        SystemName one = new SystemName(parts[1]);
                        SystemName other = new SystemName(parts[2]);
                        long both = Long.parseLong(parts[3]);
                        overlap.computeIfAbsent(one, name -> new TreeMap<>()).put(other, both);
                        overlap.computeIfAbsent(other, name -> new TreeMap<>()).put(one, both);
                    }
                    case "p6" -> properties.put(parts[1], PropertyCounts.parse(parts));
                    case "s5" -> {
                        systems.put(
                                new SystemName(parts[1]),
                                new SystemCounts(
                                        Long.parseLong(parts[2]),
                                        Long.parseLong(parts[3]),
                                        Long.parseLong(parts[4]),
                                        properties));
                        properties.clear();
                    }
                    default -> throw new IllegalArgumentException("no counts");
                }
            }
            return new QualityCounts(Long.parseLong(lines[0]), systems, overlap);
        }
    }

    /**
     * How far, and for which types, the counted quality can be relied on.
     *
     * @param sequence the last change of a golden record that is counted; a later one in the store is not
     * @param pointed the last change at which points of the trend were stored; -1 for none
     * @param basis what decides how values are counted, by type; a type that is not in it is not counted
     */
    record QualityMark(long sequence, long pointed, Map<EntityType, String> basis) implements EngineState {
        /** Copies the map. */
        public QualityMark {
            basis = Map.copyOf(basis);
        }
    }

    /**
     * The counted quality at the end of a run.
     *
     * @param sequence the last change of a golden record then; runs that change none share it
     * @param counts the counts
     */
    record QualityAt(long sequence, QualityCounts counts) {}

    /**
     * A part of the quality of a type after its last runs.
     *
     * @param number of the part; grows
     * @param points the oldest first
     */
    record QualityPart(long number, List<QualityAt> points) implements EngineState {
        /** Copies the list. */
        public QualityPart {
            points = List.copyOf(points);
        }
    }

    /**
     * How far changes of golden records were delivered to a listener.
     *
     * @param sequence the last change that was delivered
     * @param base the last change after which none was passed over: what was made since may be new to the listener
     */
    record Delivered(long sequence, long base) implements EngineState {}

    /**
     * A pause of a system.
     *
     * @param since time of the first run that paused it
     * @param reason the reason of the last run that did
     */
    record Pause(Instant since, String reason) implements EngineState {}

    private static List<SystemName> sorted(Collection<SystemName> names) {
        return names.stream().sorted().distinct().toList();
    }
}

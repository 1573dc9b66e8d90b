package io.sesam.talk.bulk;

import io.sesam.talk.merge.BulkMerge;
import io.sesam.talk.merge.Duplicates;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.TypePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The last step: merges the records that arrive at one place.
 *
 * <p>The merge itself is {@link BulkMerge}. Beside it, rows of one reference are decided here, because only here their
 * sources are known, and of a crowd that shares one match key only as many records are held as prove that it is one; the
 * others are parked as they come (R11).
 */
@Experimental
public final class ShardMerge {
    private final TypePolicy policy;
    private final LargeHomes large;
    private final Predicate<RecordRef> repeated;
    private final Duplicates duplicates;

    private ShardMerge(TypePolicy policy, LargeHomes large, Predicate<RecordRef> repeated) {
        this.policy = policy;
        this.large = large;
        this.repeated = repeated;
        this.duplicates = Duplicates.of(policy.schema());
    }

    /**
     * Creates the step for a type.
     *
     * @param large the homes that may be crowds
     * @param repeated whether a reference was given more than once; also where it only may
     */
    public static ShardMerge of(TypePolicy policy, LargeHomes large, Predicate<RecordRef> repeated) {
        return new ShardMerge(policy, large, repeated);
    }

    /** Begins a shard. */
    public Shard begin(RowSink.Rows out) {
        return new Shard(out);
    }

    /** A record with its place in the input. */
    private record Row(SourceRecord record, String source, long position) {
        /** Of equal rows, the one that stands first is taken. */
        boolean standsBefore(Row other) {
            int bySource = source.compareTo(other.source);
            return bySource < 0 || bySource == 0 && position < other.position;
        }
    }

    /** One shard; for one thread, and for one merge. */
    public final class Shard {
        private final RowSink.Rows out;
        private final List<SourceRecord> records = new ArrayList<>();
        private final Map<RecordRef, Row> repeatedRows = new HashMap<>();
        private final Map<MatchKey, Integer> holders = new HashMap<>();
        private final List<Link> links = new ArrayList<>();
        private long parked;
        private long refused;

        private Shard(RowSink.Rows out) {
            this.out = out;
        }

        /**
         * Adds a record, normalised.
         *
         * @param home its home by the {@link Survey}
         * @param alone whether one match key alone can join it to others
         * @param source the name of its source
         * @param position where it stands there
         */
        public void add(long home, boolean alone, SourceRecord record, String source, long position) {
            if (repeated.test(record.ref())) {
                decide(new Row(record, source, position));
            } else if (alone && large.mayBeLarge(home) && isOneTooMany(record)) {
                out.golden(policy.survivorship().mergeLazily(record), true);
                parked++;
            } else {
                records.add(record);
            }
        }

        /** Counts the holders of a key by its text; so many are held that they exceed the limit by themselves. */
        private boolean isOneTooMany(SourceRecord record) {
            List<MatchKey> keys = policy.rules().keys(record);
            return keys.size() == 1
                    && holders.merge(keys.get(0), 1, Integer::sum)
                            > policy.rules().maxRecords() + 1;
        }

        private void decide(Row row) {
            Row other = repeatedRows.get(row.record().ref());
            if (other == null) {
                repeatedRows.put(row.record().ref(), row);
                return;
            }
            int order = duplicates.compare(row.record(), other.record());
            boolean taken = order > 0 || order == 0 && row.standsBefore(other);
            if (taken) {
                repeatedRows.put(row.record().ref(), row);
            }
            Row loser = taken ? other : row;
            refused++;
            out.refused(Refusal.of(
                    loser.source(),
                    loser.position(),
                    "its id was given more than once in its system; the row modified last counts, and of equally old ones"
                            + " one chosen by content. Remove the other rows"));
        }

        /** Adds a link; it counts when both of its records are in this shard. */
        public void link(Link link) {
            links.add(link);
        }

        /** Merges the records and gives the rows out. */
        public void merge() {
            repeatedRows.values().forEach(row -> records.add(row.record()));
            BulkMerge.Result result =
                    BulkMerge.of(policy).linkedBy(links).on(Runnable::run).merge(records);
            for (GoldenRecord golden : result.goldens()) {
                out.golden(
                        golden,
                        !result.parked().isEmpty()
                                && result.parked().contains(golden.member(0).ref()));
            }
        }

        /** Returns how many records were parked without being held. */
        public long parkedAtOnce() {
            return parked;
        }

        /** Returns how many rows were refused. */
        public long refused() {
            return refused;
        }
    }
}

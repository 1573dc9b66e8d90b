package io.sesam.talk.bulk;

import io.sesam.talk.bulk.plain.PlainCluster;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what goes through a merge, for its report and for the limit of refused rows. */
final class Tally {
    private static final int LARGEST = 10;
    private static final int REFUSALS = 20;
    private static final int TOLD = 5;
    private static final long ALWAYS_ALLOWED = 100;
    private static final Comparator<BulkReport.Cluster> SMALLEST_FIRST = Comparator.comparingInt(
                    BulkReport.Cluster::size)
            .thenComparing(BulkReport.Cluster::id, Comparator.reverseOrder());

    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<Refusal> refusals = new ArrayList<>();
    private final PriorityQueue<BulkReport.Cluster> largest = new PriorityQueue<>(SMALLEST_FIRST);
    private final Map<String, Long> lost = new HashMap<>();
    private long goldens;
    private long merged;
    private long parked;

    void read(long count) {
        rows.addAndGet(count);
    }

    long rows() {
        return rows.get();
    }

    /** Counts a refused row. */
    void refuse(Refusal refusal) {
        refused.incrementAndGet();
        synchronized (refusals) {
            if (refusals.size() < REFUSALS) {
                refusals.add(refusal);
            }
        }
    }

    /** Fails when more rows were refused than a person would overlook. */
    void checkRefused() {
        long count = refused.get();
        if (count > Math.max(ALWAYS_ALLOWED, rows.get() / 100)) {
            StringBuilder text = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%,d of %,d rows cannot be merged, which is more than 100 and more than 1 %%; nothing was written."
                            + " Correct the rows, or the columns that are named. The first ones:",
                    count,
                    rows.get()));
            synchronized (refusals) {
                refusals.stream()
                        .limit(TOLD)
                        .forEach(refusal ->
                                text.append(System.lineSeparator()).append("  ").append(refusal));
            }
            throw new TalkException(ErrorCode.UNREADABLE, text.toString());
        }
    }

    /** Begins to count in one thread; {@link #add} adds it up. */
    synchronized Part part() {
        return new Part(largest.size() < LARGEST ? null : largest.peek());
    }

    /** Counts golden records in one thread. */
    static final class Part {
        private final List<BulkReport.Cluster> clusters = new ArrayList<>();
        private final Map<String, Long> lost = new HashMap<>();
        private long goldens;
        private long merged;
        private long parked;
        private long[] plainLost = new long[0];
        /** The smallest of the clusters that count as largest so far; null while there are too few. */
        private BulkReport.@Nullable Cluster smallest;

        private Part(BulkReport.@Nullable Cluster smallest) {
            this.smallest = smallest;
        }

        private boolean mayBeLarge(int size) {
            BulkReport.Cluster known = smallest;
            return known == null || size >= known.size();
        }

        void golden(GoldenRecord golden, boolean isParked) {
            goldens++;
            parked += isParked ? golden.size() : 0;
            if (golden.size() < 2) {
                return;
            }
            merged++;
            if (mayBeLarge(golden.size())) {
                largest(new BulkReport.Cluster(golden.type(), golden.id(), golden.size()));
            }
            for (int i = 0; i < golden.values().schema().size(); i++) {
                long losers = losers(golden, i);
                if (losers > 0) {
                    lost.merge(golden.type() + "." + golden.values().schema().property(i), losers, Long::sum);
                }
            }
        }

        /** Counts the golden record of plain records. */
        void golden(PlainCluster cluster, Schema schema) {
            goldens++;
            if (cluster.size() < 2) {
                return;
            }
            merged++;
            if (mayBeLarge(cluster.size())) {
                largest(new BulkReport.Cluster(schema.type(), new GoldenId(cluster.id()), cluster.size()));
            }
            for (int i = 0; i < schema.size(); i++) {
                int losers = cluster.lost(i);
                if (losers > 0) {
                    plainLost = plainLost.length == 0 ? new long[schema.size()] : plainLost;
                    plainLost[i] += losers;
                }
            }
        }

        /** Adds what plain records lost, once all are counted. */
        void finish(Schema schema) {
            for (int i = 0; i < plainLost.length; i++) {
                if (plainLost[i] > 0) {
                    lost.merge(schema.type() + "." + schema.property(i), plainLost[i], Long::sum);
                }
            }
            plainLost = new long[0];
        }

        private void largest(BulkReport.Cluster cluster) {
            BulkReport.Cluster known = smallest;
            if (known != null && SMALLEST_FIRST.compare(cluster, known) <= 0) {
                return;
            }
            clusters.add(cluster);
            if (clusters.size() > 4 * LARGEST) {
                clusters.sort(SMALLEST_FIRST.reversed());
                clusters.subList(LARGEST, clusters.size()).clear();
                smallest = clusters.get(LARGEST - 1);
            }
        }

        private static long losers(GoldenRecord golden, int index) {
            long losers = 0;
            for (int i = 0; i < golden.size(); i++) {
                losers += golden.hasLost(index, i) ? 1 : 0;
            }
            return losers;
        }
    }

    synchronized void add(Part part) {
        goldens += part.goldens;
        merged += part.merged;
        parked += part.parked;
        part.lost.forEach((property, count) -> lost.merge(property, count, Long::sum));
        for (BulkReport.Cluster cluster : part.clusters) {
            largest.add(cluster);
            if (largest.size() > LARGEST) {
                largest.remove();
            }
        }
    }

    synchronized BulkReport report() {
        Map<String, Long> sorted = new LinkedHashMap<>();
        lost.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        synchronized (refusals) {
            return new BulkReport(
                    rows.get(),
                    refused.get(),
                    goldens,
                    merged,
                    parked,
                    largest.stream().sorted(SMALLEST_FIRST.reversed()).toList(),
                    sorted,
                    refusals);
        }
    }
}

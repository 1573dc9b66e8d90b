package io.sesam.talk.bulk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a bulk merge did, in numbers. */
@Experimental
public final class BulkReport {
    private final long rows;
    private final long refused;
    private final long goldens;
    private final long merged;
    private final long parked;
    private final List<Cluster> largest;
    private final Map<String, Long> lost;
    private final List<Refusal> refusals;

    /**
     * A cluster that was merged.
     *
     * @param type its type
     * @param id the id of its golden record
     * @param size the number of its records
     */
    public record Cluster(EntityType type, GoldenId id, int size) {}

    BulkReport(
            long rows,
            long refused,
            long goldens,
            long merged,
            long parked,
            List<Cluster> largest,
            Map<String, Long> lost,
            List<Refusal> refusals) {
        this.rows = rows;
        this.refused = refused;
        this.goldens = goldens;
        this.merged = merged;
        this.parked = parked;
        this.largest = List.copyOf(largest);
        this.lost = Collections.unmodifiableMap(new LinkedHashMap<>(lost));
        this.refusals = List.copyOf(refusals);
    }

    /** Returns the number of rows read, with those that were refused. */
    public long rows() {
        return rows;
    }

    /** Returns the number of rows refused. */
    public long refused() {
        return refused;
    }

    /** Returns the number of golden records. */
    public long goldens() {
        return goldens;
    }

    /** Returns the number of golden records of more than one record. */
    public long merged() {
        return merged;
    }

    /** Returns the number of records parked. */
    public long parked() {
        return parked;
    }

    /** Returns the largest clusters, the largest first; at most ten. */
    public List<Cluster> largest() {
        return largest;
    }

    /** Returns how many values lost against another one, by type and property, such as {@code person.lastname}; most first. */
    public Map<String, Long> lost() {
        return lost;
    }

    /** Returns some of the refused rows. */
    public List<Refusal> refusals() {
        return refusals;
    }

    @Override
    public String toString() {
        return rows + " rows, " + goldens + " golden records, " + parked + " parked, " + refused + " refused";
    }
}

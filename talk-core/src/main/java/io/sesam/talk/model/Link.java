package io.sesam.talk.model;

import org.jspecify.annotations.Nullable;

/**
 * A link that joins or separates two records (R8).
 *
 * <p>No match key can undo it. The two ends are sorted, so a link stored twice, in either direction, is one.
 *
 * @param first the lesser end
 * @param second the greater end
 * @param origin why the link exists
 */
public record Link(RecordRef first, RecordRef second, Origin origin) {
    /** The reason why a link exists. */
    public enum Origin {
        /** Talk created one record from the other. */
        CREATED,
        /**
         * Talk wrote a match key into one of them, so both were meant to share it: a write of Talk never splits a
         * cluster.
         */
        RENAMED,
        /** The system merged one record into the other (R10). */
        MERGED,
        /** They have no match key, and are equal in every property that both systems can hold (R41). */
        EQUAL,
        /** An enricher's answer refers to the other record (R31). */
        ENRICHED,
        /** A person linked them. */
        STEWARD,
        /** A person separated them. Wins over every key, but not over links that join. */
        APART
    }

    /** Sorts the two ends. */
    public Link {
        if (!first.type().equals(second.type())) {
            throw new IllegalArgumentException("a link needs two records of one type, not " + first + " and " + second);
        }
        int order = first.compareTo(second);
        if (order == 0) {
            throw new IllegalArgumentException("a record cannot be linked to itself: " + first);
        }
        if (order > 0) {
            RecordRef swapped = first;
            first = second;
            second = swapped;
        }
    }

    /** Checks whether this link separates its records. */
    public boolean apart() {
        return origin == Origin.APART;
    }

    // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Link that
                        && first.equals(that.first)
                        && second.equals(that.second)
                        && origin == that.origin;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * first.hashCode() + second.hashCode()) + origin.hashCode();
    }
}

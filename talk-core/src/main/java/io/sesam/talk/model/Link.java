package io.sesam.talk.model;

/**
 * A bond between two records that no key can undo, or a person's word that they are not the same (R8).
 *
 * <p>The two ends have an order of their own, so that a bond said twice, in either direction, is one.
 *
 * @param first the lesser end
 * @param second the greater end
 * @param origin who said so
 */
public record Link(RecordRef first, RecordRef second, Origin origin) {
    /** Who bound them, or kept them apart. */
    public enum Origin {
        /** Talk created the one from the other. */
        CREATED,
        /** Talk gave one of them the match key that both were to have: what Talk writes parts nobody. */
        RENAMED,
        /** The system merged the one into the other (R10). */
        MERGED,
        /** An enricher's answer is about the other (R31). */
        ENRICHED,
        /** A person linked them. */
        STEWARD,
        /** A person said that they are not the same; wins over every key, but not over being the same record. */
        APART
    }

    /** Puts the ends in order. */
    public Link {
        if (!first.type().equals(second.type())) {
            throw new IllegalArgumentException("a link binds records of one type, not " + first + " and " + second);
        }
        int order = first.compareTo(second);
        if (order == 0) {
            throw new IllegalArgumentException("a record needs no link to itself: " + first);
        }
        if (order > 0) {
            RecordRef swapped = first;
            first = second;
            second = swapped;
        }
    }

    /** Whether it keeps the two apart instead of together. */
    public boolean apart() {
        return origin == Origin.APART;
    }
}

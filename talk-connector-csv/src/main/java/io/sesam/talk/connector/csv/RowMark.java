package io.sesam.talk.connector.csv;

/**
 * The remembered facts of a row, without its values.
 *
 * @param fingerprint the hash of its record
 * @param shape the hash of what damage leaves as it is; {@link #UNKNOWN} when not known
 * @param letters how sound its letters are
 * @param zeros the number of leading zeros and signs of its numbers
 */
record RowMark(long fingerprint, long shape, int letters, int zeros) {
    /** The shape of a row that only its fingerprint is known of. */
    static final long UNKNOWN = 0;

    static RowMark of(long fingerprint) {
        return new RowMark(fingerprint, UNKNOWN, 0, 0);
    }
}

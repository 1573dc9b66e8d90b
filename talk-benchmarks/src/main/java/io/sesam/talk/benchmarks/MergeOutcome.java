package io.sesam.talk.benchmarks;

/**
 * What one side came to: how long it took, and a sum over all golden records that is equal when they are.
 *
 * @param nanos how long it took
 * @param goldens how many golden records there are
 * @param checksum over values, winning records and sizes, in no order
 */
record MergeOutcome(long nanos, long goldens, long checksum) {
    double seconds() {
        return nanos / 1e9;
    }

    /** The part of the checksum that one golden record adds. */
    static long of(
            String firstname,
            String lastname,
            String email,
            String gender,
            int firstnameFrom,
            int lastnameFrom,
            int emailFrom,
            int genderFrom,
            int size) {
        long hash = firstname.hashCode();
        hash = hash * 1_000_003 + lastname.hashCode();
        hash = hash * 1_000_003 + email.hashCode();
        hash = hash * 1_000_003 + gender.hashCode();
        hash = hash * 1_000_003 + firstnameFrom;
        hash = hash * 1_000_003 + lastnameFrom;
        hash = hash * 1_000_003 + emailFrom;
        hash = hash * 1_000_003 + genderFrom;
        hash = hash * 1_000_003 + size;
        hash ^= hash >>> 29;
        return hash * 0xBF58476D1CE4E5B9L;
    }
}

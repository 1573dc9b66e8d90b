package io.sesam.talk.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The result of one side. Equal checksums mean equal golden records.
 *
 * @param nanos the duration
 * @param processor the processor time of the process meanwhile, with compiler and collector
 * @param goldens the number of golden records
 * @param checksum an order-independent sum over values, winning records and sizes
 */
record MergeOutcome(long nanos, long processor, long goldens, long checksum) {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Returns the processor time of this process so far. */
    static long processorNanos() {
        return PROCESS.getProcessCpuTime();
    }

    double seconds() {
        return nanos / 1e9;
    }

    double processorSeconds() {
        return processor / 1e9;
    }

    /** Returns the checksum part of one golden record. */
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

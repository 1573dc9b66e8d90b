package io.sesam.talk.spi;

import java.util.List;

/** Number of calls that writing takes. Plans estimate calls and time with it. */
@FunctionalInterface
public interface WriteCost {
    /**
     * Counts the calls of one batch, look-ups before the writes included.
     *
     * @param batch at most {@link TypeSpec#writeLimit()} operations
     */
    long calls(List<Operation> batch);

    /** One call for a whole batch. */
    static WriteCost perBatch() {
        return batch -> 1;
    }

    /** Makes no calls, as for a file. */
    static WriteCost none() {
        return batch -> 0;
    }

    /**
     * One call for each operation, and look-ups before it.
     *
     * @param lookups the calls made beforehand for an update or a removal; an insert needs none
     */
    static WriteCost perRecord(int lookups) {
        return batch -> batch.stream()
                .mapToLong(operation -> operation.kind() == Operation.Kind.INSERT ? 1 : 1 + lookups)
                .sum();
    }
}

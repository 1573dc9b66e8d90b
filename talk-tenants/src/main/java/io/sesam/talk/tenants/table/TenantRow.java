package io.sesam.talk.tenants.table;

import org.jspecify.annotations.Nullable;

/**
 * A tenant at the begin of a turn.
 *
 * @param cell where its store is; {@code null} when it has none yet
 * @param tables the version of its store's tables; 0 when it has none yet
 * @param requested the last request for a run
 * @param slices how often the current run has yielded
 * @param failures how many runs in a row failed
 * @param waits how many turns in a row found the store in use
 */
public record TenantRow(
        String id,
        long number,
        @Nullable String cell,
        int tables,
        boolean isPaused,
        long requested,
        long slices,
        int failures,
        int waits,
        boolean hasHints) {
    /** Returns the name of the schema of its store. */
    public String schema() {
        return "tenant_" + number;
    }
}

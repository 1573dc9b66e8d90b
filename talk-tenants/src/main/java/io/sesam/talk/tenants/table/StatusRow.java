package io.sesam.talk.tenants.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the shared tables tell of a tenant. */
public record StatusRow(
        String schedule,
        boolean paused,
        @Nullable String outcome,
        @Nullable String reason,
        long failures,
        long slices,
        Optional<Instant> started,
        Optional<Instant> ended,
        @Nullable String worker,
        boolean running,
        Optional<Instant> next,
        long hints,
        boolean requested,
        @Nullable String cell,
        long tables,
        long number) {
    static StatusRow of(TenantDatabase.Row row) {
        return new StatusRow(
                row.required(0),
                row.flag(1),
                row.text(2),
                row.text(3),
                row.number(4),
                row.number(5),
                time(row, 6),
                time(row, 7),
                row.text(8),
                !row.isNull(9) && row.flag(9),
                time(row, 10),
                row.number(11),
                row.flag(12),
                row.text(13),
                row.number(14),
                row.number(15));
    }

    private static Optional<Instant> time(TenantDatabase.Row row, int column) {
        return row.isNull(column)
                ? Optional.empty()
                : Optional.of(Instant.EPOCH.plus(row.number(column), ChronoUnit.MICROS));
    }
}

package io.sesam.talk.tenants;

import io.sesam.talk.tenants.table.StatusRow;
import java.time.Instant;
import java.util.Optional;

/** A status over a row of the shared tables. */
record StatusData(TenantId id, StatusRow row) implements TenantStatus {
    @Override
    public String schedule() {
        return row.schedule();
    }

    @Override
    public boolean isPaused() {
        return row.paused();
    }

    @Override
    public boolean isRunning() {
        return row.running();
    }

    @Override
    public Optional<String> worker() {
        return row.running() ? Optional.ofNullable(row.worker()) : Optional.empty();
    }

    @Override
    public Optional<String> outcome() {
        return Optional.ofNullable(row.outcome());
    }

    @Override
    public Optional<String> reason() {
        return Optional.ofNullable(row.reason());
    }

    @Override
    public long failures() {
        return row.failures();
    }

    @Override
    public long slices() {
        return row.slices();
    }

    @Override
    public Optional<Instant> started() {
        return row.started();
    }

    @Override
    public Optional<Instant> ended() {
        return row.ended();
    }

    @Override
    public Optional<Instant> next() {
        return row.running() ? Optional.empty() : row.next();
    }

    @Override
    public long waitingHints() {
        return row.hints();
    }

    @Override
    public boolean isRequested() {
        return row.requested();
    }

    @Override
    public Optional<String> store() {
        return row.tables() == 0 ? Optional.empty() : Optional.of(row.cell() + "/tenant_" + row.number());
    }
}

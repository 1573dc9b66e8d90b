package io.sesam.talk.sink.duckdb;

import java.sql.SQLException;

/** A failure with its table, column and row id. */
final class FailedAt extends SQLException {
    private static final long serialVersionUID = 1L;

    private final String place;

    FailedAt(String place, SQLException cause) {
        super(cause.getMessage(), cause);
        this.place = place;
    }

    String place() {
        return place;
    }
}

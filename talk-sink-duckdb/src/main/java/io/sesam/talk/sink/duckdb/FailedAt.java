package io.sesam.talk.sink.duckdb;

import java.sql.SQLException;

/** A failure of which it is known where it happened: the table, perhaps the column and the row's id. */
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

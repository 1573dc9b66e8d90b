package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.SourceRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fills the places of a statement from left to right. */
final class Binder {
    private final PreparedStatement statement;
    private int place;

    Binder(PreparedStatement statement) {
        this.statement = statement;
    }

    Binder text(@Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(++place, Types.VARCHAR);
        } else {
            statement.setString(++place, ColumnText.write(text));
        }
        return this;
    }

    Binder number(long number) throws SQLException {
        statement.setLong(++place, number);
        return this;
    }

    Binder flag(boolean flag) throws SQLException {
        return number(flag ? 1 : 0);
    }

    /** Microseconds since 1970, or nothing for {@link SourceRecord#NEVER}. */
    Binder micros(long micros) throws SQLException {
        if (micros == SourceRecord.NEVER) {
            statement.setNull(++place, Types.BIGINT);
            return this;
        }
        return number(micros);
    }

    Binder instant(@Nullable Instant instant) throws SQLException {
        return text(instant == null ? null : ColumnTimes.write(instant));
    }

    /** Adds what was filled in to the statement's batch, and starts again from the left. */
    void next() throws SQLException {
        statement.addBatch();
        place = 0;
    }
}

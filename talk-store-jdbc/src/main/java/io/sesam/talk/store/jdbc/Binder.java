package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.SourceRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A filler of statement parameters, from left to right. */
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

    /** Binds microseconds since 1970, or null for {@link SourceRecord#NEVER}. */
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

    /** Adds the parameters to the batch and starts again. */
    void next() throws SQLException {
        statement.addBatch();
        place = 0;
    }
}

package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.SourceRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A filler of statement parameters, from left to right. */
final class Binder {
    private final PreparedStatement statement;
    private final UnaryOperator<String> encoding;
    private int place;

    Binder(PreparedStatement statement) {
        this(statement, ColumnText::write);
    }

    /** Creates a binder with a dialect's encoding of texts. */
    Binder(PreparedStatement statement, UnaryOperator<String> encoding) {
        this.statement = statement;
        this.encoding = encoding;
    }

    Binder text(@Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(++place, Types.VARCHAR);
        } else {
            statement.setString(++place, encoding.apply(text));
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

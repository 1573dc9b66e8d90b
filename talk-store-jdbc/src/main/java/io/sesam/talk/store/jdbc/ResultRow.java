package io.sesam.talk.store.jdbc;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A reader of result columns, from left to right. */
final class ResultRow {
    private final ResultSet result;
    private final UnaryOperator<String> decoding;
    /** Millions of records share a few systems and types: one object for each suffices. */
    private final Map<String, SystemName> systems = new HashMap<>();

    private final Map<String, EntityType> types = new HashMap<>();
    private int column;

    /** Creates a reader with a dialect's decoding of texts. */
    ResultRow(ResultSet result, UnaryOperator<String> decoding) {
        this.result = result;
        this.decoding = decoding;
    }

    boolean next() throws SQLException {
        column = 0;
        return result.next();
    }

    String text() throws SQLException {
        return Objects.requireNonNull(optionalText());
    }

    @Nullable
    String optionalText() throws SQLException {
        String text = result.getString(++column);
        return text == null ? null : decoding.apply(text);
    }

    long number() throws SQLException {
        return result.getLong(++column);
    }

    boolean flag() throws SQLException {
        return number() != 0;
    }

    /** Reads microseconds since 1970, or {@link SourceRecord#NEVER}. */
    long micros() throws SQLException {
        long micros = number();
        return micros == 0 && result.wasNull() ? SourceRecord.NEVER : micros;
    }

    Instant instant() throws SQLException {
        return ColumnTimes.read(text());
    }

    @Nullable
    Instant optionalInstant() throws SQLException {
        String text = optionalText();
        return text == null ? null : ColumnTimes.read(text);
    }

    SystemName system() throws SQLException {
        return systems.computeIfAbsent(text(), SystemName::new);
    }

    EntityType type() throws SQLException {
        return types.computeIfAbsent(text(), EntityType::new);
    }

    @Nullable
    GoldenId optionalGolden() throws SQLException {
        String text = text();
        return text.isEmpty() ? null : new GoldenId(text);
    }

    GoldenId golden() throws SQLException {
        return new GoldenId(text());
    }
}

package io.sesam.talk.store.jdbc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times as ISO 8601 in UTC with nine decimals. The order of the texts is therefore the order of the times. */
final class ColumnTimes {
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter().withZone(ZoneOffset.UTC);

    private ColumnTimes() {}

    static String write(Instant instant) {
        return ISO.format(instant);
    }

    static Instant read(String text) {
        return Instant.parse(text);
    }
}

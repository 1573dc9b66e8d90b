package io.sesam.talk.connector.csv;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The time format of a column; UTC without a zone. */
enum TimeStyle {
    /** {@code 2026-01-31T12:30:00Z}. */
    INSTANT,
    /** {@code 2026-01-31T12:30:00}. */
    LOCAL,
    /** {@code 2026-01-31 12:30:00}. */
    SPACED,
    /** {@code 2026-01-31}. */
    DATE;

    private static final int DATE_LENGTH = 10;

    /** Returns the format of a text; empty for other text. */
    static Optional<TimeStyle> of(String raw) {
        String text = raw.strip();
        if (parse(text).isEmpty()) {
            return Optional.empty();
        }
        if (text.length() == DATE_LENGTH) {
            return Optional.of(DATE);
        }
        boolean zoned = hasZone(text);
        boolean spaced = text.charAt(DATE_LENGTH) == ' ';
        return Optional.of(zoned ? INSTANT : spaced ? SPACED : LOCAL);
    }

    /** Parses a time; empty for other text. */
    static Optional<Instant> parse(String raw) {
        String text = raw.strip();
        if (text.length() < DATE_LENGTH || text.charAt(4) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(time(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant time(String text) {
        if (text.length() == DATE_LENGTH) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        String iso = text.substring(0, DATE_LENGTH)
                + (text.charAt(DATE_LENGTH) == ' ' ? "T" : text.charAt(DATE_LENGTH))
                + text.substring(DATE_LENGTH + 1).replace(" ", "");
        return hasZone(text)
                ? OffsetDateTime.parse(iso).toInstant()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }

    private static boolean hasZone(String text) {
        return text.endsWith("Z") || text.indexOf('+') > 0 || text.indexOf('-', DATE_LENGTH) > 0;
    }

    /** Formats a time, to the second. */
    String render(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
        String date = utc.toLocalDate().toString();
        String clock = String.format(Locale.ROOT, "%02d:%02d:%02d", utc.getHour(), utc.getMinute(), utc.getSecond());
        return switch (this) {
            case INSTANT -> date + "T" + clock + "Z";
            case LOCAL -> date + "T" + clock;
            case SPACED -> date + " " + clock;
            case DATE -> date;
        };
    }
}

package io.sesam.talk.connector.csv.cell;

import io.sesam.talk.spi.TimeText;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** The time format of a column; UTC without a zone. */
public enum TimeStyle {
    /** {@code 2026-01-31T12:30:00Z}. */
    INSTANT,
    /** {@code 2026-01-31T12:30:00}. */
    LOCAL,
    /** {@code 2026-01-31 12:30:00}. */
    SPACED,
    /** {@code 2026-01-31}. */
    DATE,
    /** Seconds since 1970. */
    SECONDS,
    /** Milliseconds since 1970. */
    MILLISECONDS;

    private static final int DATE_LENGTH = 10;
    private static final int MOST_SECONDS = 11;

    /** Returns the format of a text. Another spelling of a time counts as {@link #INSTANT}; empty for other text. */
    public static Optional<TimeStyle> of(String raw) {
        String text = raw.strip();
        if (TimeText.read(text).isEmpty()) {
            return Optional.empty();
        }
        if (text.chars().allMatch(Character::isDigit)) {
            return Optional.of(isCompact(text) ? INSTANT : text.length() <= MOST_SECONDS ? SECONDS : MILLISECONDS);
        }
        if (text.charAt(4) != '-') {
            return Optional.of(INSTANT);
        }
        if (text.length() <= DATE_LENGTH) {
            return Optional.of(DATE);
        }
        boolean zoned = text.substring(DATE_LENGTH + 1)
                .chars()
                .anyMatch(letter -> Character.isLetter(letter) || "+-\u2212".indexOf(letter) >= 0);
        boolean spaced = text.charAt(DATE_LENGTH) == ' ';
        return Optional.of(zoned ? INSTANT : spaced ? SPACED : LOCAL);
    }

    private static boolean isCompact(String digits) {
        return digits.length() == 8 || digits.length() == 12 || digits.length() == 14;
    }

    /** Formats a time, to the second. */
    public String render(Instant time) {
        LocalDateTime utc = LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
        String date = utc.toLocalDate().toString();
        String clock = String.format(Locale.ROOT, "%02d:%02d:%02d", utc.getHour(), utc.getMinute(), utc.getSecond());
        return switch (this) {
            case INSTANT -> date + "T" + clock + "Z";
            case LOCAL -> date + "T" + clock;
            case SPACED -> date + " " + clock;
            case DATE -> date;
            case SECONDS -> String.valueOf(time.getEpochSecond());
            case MILLISECONDS -> String.valueOf(time.toEpochMilli());
        };
    }
}

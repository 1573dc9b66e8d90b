package io.sesam.talk.rest;

import io.sesam.talk.spi.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The time format of a system. ISO 8601, seconds or milliseconds since 1970, a day, or a pattern with a zone. */
final class TimeFormat {
    private final String format;
    private final ZoneId zone;
    private final Optional<DateTimeFormatter> pattern;

    private TimeFormat(String format, ZoneId zone, Optional<DateTimeFormatter> pattern) {
        this.format = format;
        this.zone = zone;
        this.pattern = pattern;
    }

    static TimeFormat iso() {
        return new TimeFormat("iso", ZoneOffset.UTC, Optional.empty());
    }

    static TimeFormat of(ProfileSection section, TimeFormat otherwise) {
        ZoneId zone = section.read("zone", "a time zone such as Europe/Oslo", TimeFormat::zone)
                .orElse(otherwise.zone);
        return section.read(
                        "format",
                        "iso, seconds, milliseconds, date, or a pattern such as yyyy-MM-dd HH:mm:ss",
                        text -> format(text, zone))
                .orElseGet(() -> new TimeFormat(otherwise.format, zone, otherwise.pattern));
    }

    private static @Nullable ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable TimeFormat format(String text, ZoneId zone) {
        if (text.matches("iso|seconds|milliseconds|date")) {
            return new TimeFormat(text, zone, Optional.empty());
        }
        return Optional.ofNullable(pattern(text))
                .map(found -> new TimeFormat("pattern", zone, Optional.of(found)))
                .orElse(null);
    }

    /** Returns the formatter of a pattern; {@code null} if invalid. */
    static @Nullable DateTimeFormatter pattern(String text) {
        try {
            return DateTimeFormatter.ofPattern(text, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Parses a time: in the declared format, else as {@link TimeText} reads it. Throws {@link DateTimeException} for
     * other text.
     */
    Instant read(String text) {
        try {
            return declared(text.strip());
        } catch (DateTimeException | NumberFormatException e) {
            return TimeText.read(text, zone).orElseThrow(() -> new DateTimeException("not a time", e));
        }
    }

    private Instant declared(String text) {
        return switch (format) {
            case "seconds" -> Instant.ofEpochSecond(Long.parseLong(text));
            case "milliseconds" -> Instant.ofEpochMilli(Long.parseLong(text));
            case "pattern" ->
                LocalDateTime.parse(text, pattern.orElseThrow()).atZone(zone).toInstant();
            default -> TimeText.read(text, zone).orElseThrow(() -> new DateTimeException("not a time"));
        };
    }

    /** Formats a time, rounded down to the format's precision. */
    String write(Instant time) {
        return switch (format) {
            case "seconds" -> String.valueOf(time.getEpochSecond());
            case "milliseconds" -> String.valueOf(time.toEpochMilli());
            case "date" -> time.atZone(zone).toLocalDate().toString();
            case "pattern" -> pattern.orElseThrow().format(time.atZone(zone));
            default -> time.truncatedTo(ChronoUnit.MILLIS).toString();
        };
    }
}

package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reader of times as systems and files spell them.
 *
 * <p>It understands ISO 8601 in its usual variations (a space for the {@code T}, no seconds, fractions after a point or
 * a comma, offsets such as {@code Z}, {@code +01:00}, {@code +0100} and {@code +01}, no punctuation at all), a day
 * alone, {@code 31.12.2026 23:59}, RFC 1123 ({@code Thu, 31 Dec 2026 23:59:00 GMT}), and seconds, milliseconds or microseconds
 * since 1970. A text that may mean two times, such as {@code 03/04/2026}, is not understood.
 */
public final class TimeText {
    private static final String CLOCK =
            "(?<hour>\\d\\d?):?(?<minute>\\d\\d)(?::?(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,9})\\d*)?)?";
    private static final String OFFSET =
            "\\s*(?<offset>Z|UTC|GMT|(?:UTC|GMT)?[+\\-\u2212]\\d\\d(?::?\\d\\d)?)?(?:\\[[\\w/+\\-]+])?";
    private static final List<Pattern> FORMS = List.of(
            form("(?<year>\\d{4})-(?<month>\\d\\d?)-(?<day>\\d\\d?)(?:[T\\s]\\s*" + CLOCK + OFFSET + ")?"),
            form("(?<year>\\d{4})/(?<month>\\d\\d?)/(?<day>\\d\\d?)(?:[T\\s]\\s*" + CLOCK + OFFSET + ")?"),
            form("(?<year>[12]\\d{3})(?<month>[01]\\d)(?<day>[0-3]\\d)(?:[T\\s]" + CLOCK + OFFSET + ")?"),
            form("(?<year>(?:19|20|21)\\d\\d)(?<month>[01]\\d)(?<day>[0-3]\\d)(?<hour>\\d\\d)(?<minute>\\d\\d)"
                    + "(?<second>\\d\\d)?(?:[.,](?<fraction>\\d{1,9})\\d*)?" + OFFSET),
            form("(?<day>\\d\\d?)\\.(?<month>\\d\\d?)\\.(?<year>\\d{4})(?:,?\\s+" + CLOCK + OFFSET + ")?"),
            form("(?:[A-Z]{3,9},?\\s+)?(?<day>\\d\\d?)[\\s-](?<name>[A-Z]{3,9})[\\s-](?<year>\\d{4})(?:\\s+" + CLOCK
                    + OFFSET + ")?"));
    private static final Pattern NUMBER =
            Pattern.compile("(?:/Date\\()?(-?\\d{9,17})(?:[.,](\\d{1,9})\\d*)?(?:[+-]\\d{4})?(?:\\)/)?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    /** Earlier years stand for no time, such as 0001-01-01. */
    private static final int FIRST_YEAR = 1600;

    private static final int MOST_SECONDS = 11;
    private static final int MOST_MILLISECONDS = 14;

    private TimeText() {}

    private static Pattern form(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** Reads a time; without an offset of its own, it is one of UTC. Empty for other text. */
    public static Optional<Instant> read(String text) {
        return read(text, ZoneOffset.UTC);
    }

    /**
     * Reads a time.
     *
     * @param zone the zone of a time without an offset
     * @return empty for a text that is not understood
     */
    public static Optional<Instant> read(String text, ZoneId zone) {
        String stripped = text.strip();
        try {
            Instant usual = usual(stripped, zone);
            if (usual != null) {
                return Optional.of(usual);
            }
            for (Pattern form : FORMS) {
                Matcher matcher = form.matcher(stripped);
                if (matcher.matches()) {
                    return Optional.of(time(matcher, zone));
                }
            }
            Matcher number = NUMBER.matcher(stripped);
            return number.matches() ? Optional.of(sinceEpoch(number)) : Optional.empty();
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a time among bytes in UTF-8, in microseconds since 1970, of UTC without an offset.
     *
     * @return {@link SourceRecord#NEVER} for a text that is not understood, and for none
     */
    @Experimental
    public static long micros(byte[] text, int from, int to) {
        if (from >= to) {
            return SourceRecord.NEVER;
        }
        long usual = usual(text, from, to);
        return usual != SourceRecord.NEVER
                ? usual
                : read(new String(text, from, to - from, StandardCharsets.UTF_8))
                        .map(SourceRecord::micros)
                        .orElse(SourceRecord.NEVER);
    }

    /** Reads {@code 2026-01-31T12:30:00Z}, without an object. */
    private static long usual(byte[] text, int from, int to) {
        int length = to - from;
        if (length != 20 && length != 19
                || length == 20 && text[from + 19] != 'Z'
                || text[from + 4] != '-'
                || text[from + 7] != '-'
                || text[from + 10] != 'T' && text[from + 10] != ' '
                || text[from + 13] != ':'
                || text[from + 16] != ':') {
            return SourceRecord.NEVER;
        }
        int century = two(text, from);
        int yearOfCentury = two(text, from + 2);
        int month = two(text, from + 5);
        int day = two(text, from + 8);
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        int year = century * 100 + yearOfCentury;
        if ((century | yearOfCentury | month | day | hour | minute | second) < 0
                || year < FIRST_YEAR
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > lengthOf(month, year)
                || hour > 23
                || minute > 59
                || second > 59) {
            return SourceRecord.NEVER;
        }
        return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60_000_000L + second * 1_000_000L;
    }

    private static int lengthOf(int month, int year) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Counts days as in a year that begins in March. */
    private static long daysSince1970(int year, int month, int day) {
        int y = month < 3 ? year - 1 : year;
        int era = y / 400;
        int ofEra = y - era * 400;
        int ofYear = (153 * (month < 3 ? month + 9 : month - 3) + 2) / 5 + day - 1;
        return era * 146_097L + ofEra * 365L + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
    }

    /** Reads two digits; negative for other text. */
    private static int two(byte[] text, int from) {
        int tens = text[from] - '0';
        int ones = text[from + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
    }

    /** Reads {@code 2026-01-31} and {@code 2026-01-31T12:30:00Z}, the most frequent forms; null for all others. */
    private static @Nullable Instant usual(String text, ZoneId zone) {
        int length = text.length();
        boolean timed = length == 19 || length == 20 && text.charAt(19) == 'Z';
        if (!timed && length != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        if (year < FIRST_YEAR || month < 0 || day < 0) {
            return null;
        }
        if (!timed) {
            return LocalDate.of(year, month, day).atStartOfDay(zone).toInstant();
        }
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        boolean isUsual = (text.charAt(10) == 'T' || text.charAt(10) == ' ')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && hour >= 0
                && hour < 24
                && minute >= 0
                && second >= 0
                && second < 60;
        return isUsual
                ? LocalDateTime.of(year, month, day, hour, minute, second)
                        .atZone(length == 20 ? ZoneOffset.UTC : zone)
                        .toInstant()
                : null;
    }

    /** Reads a number of ASCII digits; -1 for other text. */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    private static Instant time(Matcher matcher, ZoneId zone) {
        int year = number(matcher, "year");
        if (year < FIRST_YEAR) {
            throw new DateTimeException("a year that stands for no time");
        }
        LocalDate day = LocalDate.of(year, month(matcher), number(matcher, "day"));
        if (matcher.group("hour") == null) {
            return day.atStartOfDay(zone).toInstant();
        }
        int hour = number(matcher, "hour");
        int second = matcher.group("second") == null ? 0 : number(matcher, "second");
        int minute = number(matcher, "minute");
        boolean isMidnight = hour == 24 && minute == 0 && second == 0;
        boolean isLeapSecond = second == 60;
        LocalTime clock = LocalTime.of(isMidnight ? 0 : hour, minute, isLeapSecond ? 59 : second, nanos(matcher));
        return (isMidnight ? day.plusDays(1) : day)
                .atTime(clock)
                .atZone(offset(matcher.group("offset"), zone))
                .toInstant();
    }

    private static int month(Matcher matcher) {
        if (!matcher.pattern().pattern().contains("<name>")) {
            return number(matcher, "month");
        }
        int index = MONTHS.indexOf(matcher.group("name").substring(0, 3).toLowerCase(Locale.ROOT));
        return index + 1; // 0 for another word, which is no month
    }

    private static int nanos(Matcher matcher) {
        String fraction = matcher.group("fraction");
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static int number(Matcher matcher, String group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static ZoneId offset(@Nullable String text, ZoneId zone) {
        if (text == null) {
            return zone;
        }
        String offset =
                text.toUpperCase(Locale.ROOT).replaceFirst("^(UTC|GMT)", "").replace('\u2212', '-');
        return offset.isEmpty() ? ZoneOffset.UTC : ZoneOffset.of(offset);
    }

    private static Instant sinceEpoch(Matcher matcher) {
        String digits = matcher.group(1);
        long number = Long.parseLong(digits);
        int length = digits.startsWith("-") ? digits.length() - 1 : digits.length();
        if (length <= MOST_SECONDS) {
            String fraction = matcher.group(2) == null ? "0" : (matcher.group(2) + "000000000").substring(0, 9);
            return Instant.ofEpochSecond(number, Long.parseLong(fraction));
        }
        return length <= MOST_MILLISECONDS
                ? Instant.ofEpochMilli(number)
                : Instant.ofEpochSecond(Math.floorDiv(number, 1_000_000L), Math.floorMod(number, 1_000_000L) * 1000);
    }
}

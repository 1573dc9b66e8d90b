package io.sesam.talk.console.view;

import io.sesam.talk.model.Claim;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.Value;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How times, numbers and values are shown. */
public final class Shown {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    /** A time in UTC, to the minute. */
    public static String time(Instant time) {
        return MINUTES.format(time) + " UTC";
    }

    /** A time for a machine: {@code datetime} of a {@code time} element. */
    public static String machineTime(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The time of a claim. */
    public static String time(Claim claim) {
        return claim.isTimeKnown() ? time(claim.time()) : "unknown time";
    }

    /** A number with thin spaces between its thousands. */
    public static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    /** A number with its noun. */
    public static String number(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** A share in whole percent. */
    public static String percent(long part, long whole) {
        return whole == 0 ? "–" : Math.round(100.0 * part / whole) + " %";
    }

    /** A duration in its two largest units. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return duration.toMillis() + " ms";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** A word of Talk's, such as {@code IN_STEP}, as text. */
    public static String word(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A name of a golden record: the first values that are known, else its id. */
    public static String name(GoldenRecord golden) {
        Schema schema = golden.values().schema();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < schema.size() && words.size() < 2; i++) {
            golden.values().originalText(i).filter(word -> !word.isBlank()).ifPresent(words::add);
        }
        return words.isEmpty() ? golden.id().value() : String.join(" ", words);
    }

    /** A claimed value. */
    public static String value(Value<?> value) {
        return value.known().map(Fields::textOf).orElse("(empty)");
    }

    /** The properties that a change sets, with the values before and after. */
    public static List<ValueChange> changes(PlannedChange change) {
        List<ValueChange> changes = new ArrayList<>();
        Fields after = change.after();
        Fields before = change.before();
        for (int i = 0; i < after.schema().size(); i++) {
            if (after.isKnown(i)) {
                String property = after.schema().property(i).name();
                String old = before.isKnown(i) ? before.originalText(i).orElse("") : "";
                changes.add(new ValueChange(property, old, after.originalText(i).orElse("")));
            }
        }
        return changes;
    }

    /** A text with at most some letters; the end of a longer one is replaced by an ellipsis. */
    public static String shortened(String text, int letters) {
        return text.codePointCount(0, text.length()) <= letters
                ? text
                : text.substring(0, text.offsetByCodePoints(0, letters - 1)) + "…";
    }

    /** The share of a progress that is done, from 0 to 100; -1 when the whole is unknown. */
    public static int done(Progress progress) {
        long total = progress.total().orElse(0);
        return total <= 0 ? -1 : (int) Math.min(100, 100 * progress.done() / total);
    }

    /** The sum of the numbers of a map. */
    public static long sum(Map<?, Long> numbers) {
        return numbers.values().stream().mapToLong(Long::longValue).sum();
    }
}

package io.sesam.talk.cli;

import io.sesam.talk.result.Progress;
import java.time.Duration;
import java.util.Locale;

/** The progress of a run as text. */
final class ProgressText {
    private ProgressText() {}

    static String what(Progress progress) {
        String doing = switch (progress.stage()) {
            case READING -> "reading ";
            case WRITING -> "comparing ";
            case ENRICHING -> "asking ";
            case SINKING -> "filling in ";
        };
        return doing + progress.what();
    }

    /** So many of so many, how fast, and how long it will take. */
    static String howFar(Progress progress) {
        StringBuilder words = new StringBuilder(TextTable.number(progress.done()));
        progress.total().ifPresent(total -> words.append(" of ").append(TextTable.number(total)));
        words.append(String.format(Locale.ROOT, ", %,.0f/s", progress.perSecond()));
        progress.remaining()
                .filter(left -> !left.isNegative() && !left.isZero())
                .ifPresent(left -> words.append(", about ").append(time(left)).append(" left"));
        return words.toString();
    }

    private static String time(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }
}

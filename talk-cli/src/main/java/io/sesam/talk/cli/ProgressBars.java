package io.sesam.talk.cli;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.Progress;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A bar for each system, one below the other, drawn over and over in the same place. */
final class ProgressBars implements ProgressView {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BAR = 24;
    private static final String CLEAR_TO_END = "\u001b[J";

    private final PrintStream err;
    private final LongSupplier nanoseconds;
    private final Map<SystemName, Progress> systems = new TreeMap<>();
    private long last;
    private int drawn;

    ProgressBars(PrintStream err, LongSupplier nanoseconds) {
        this.err = err;
        this.nanoseconds = nanoseconds;
        this.last = nanoseconds.getAsLong() - PAUSE;
    }

    @Override
    public synchronized void on(Progress progress) {
        systems.put(progress.system(), progress);
        long now = nanoseconds.getAsLong();
        if (now - last >= PAUSE) {
            last = now;
            draw();
        }
    }

    private void draw() {
        StringBuilder picture = new StringBuilder(top());
        systems.values().forEach(progress -> picture.append(line(progress)).append('\n'));
        drawn = systems.size();
        err.print(picture);
        err.flush();
    }

    /** Back to where the first bar was drawn. */
    private String top() {
        return drawn == 0 ? "" : "\u001b[" + drawn + "A\r" + CLEAR_TO_END;
    }

    private String line(Progress progress) {
        return pad(progress.system().value(), systems) + "  " + bar(progress) + "  " + ProgressText.what(progress)
                + "  " + ProgressText.howFar(progress);
    }

    private static String pad(String name, Map<SystemName, Progress> systems) {
        int width = systems.keySet().stream()
                .mapToInt(system -> system.value().length())
                .max()
                .orElse(0);
        return name + " ".repeat(width - name.length());
    }

    /** Half full and moving nowhere would be a lie: without a total there is no bar. */
    private static String bar(Progress progress) {
        if (progress.total().isEmpty()) {
            return " ".repeat(BAR + 2);
        }
        long total = Math.max(1, progress.total().getAsLong());
        int full = (int) Math.min(BAR, progress.done() * BAR / total);
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }

    @Override
    public synchronized void clear() {
        if (drawn > 0) {
            err.print(top());
            err.flush();
            drawn = 0;
        }
    }
}

package io.sesam.talk.cli;

import io.sesam.talk.result.Progress;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A line every couple of seconds, for a log; a short run shows none. */
final class ProgressLines implements ProgressView {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(2);

    private final PrintStream err;
    private final LongSupplier nanoseconds;
    private long last;

    ProgressLines(PrintStream err, LongSupplier nanoseconds) {
        this.err = err;
        this.nanoseconds = nanoseconds;
        this.last = nanoseconds.getAsLong();
    }

    @Override
    public void on(Progress progress) {
        long now = nanoseconds.getAsLong();
        if (now - last >= PAUSE) {
            last = now;
            err.println(progress.system() + ": " + ProgressText.what(progress) + ": " + ProgressText.howFar(progress));
        }
    }

    @Override
    public void clear() {}
}

package io.sesam.talk.cli;

import io.sesam.talk.result.Progress;
import io.sesam.talk.result.ProgressListener;

/** Shows the progress of a run on standard error. */
interface ProgressView extends ProgressListener, AutoCloseable {
    /** Bars for a terminal, lines for a log, or nothing. */
    static ProgressView of(CommandEnvironment environment, boolean quiet, boolean json) {
        if (quiet) {
            return new Silence();
        }
        return environment.terminal() && !json
                ? new ProgressBars(environment.err(), System::nanoTime)
                : new ProgressLines(environment.err(), System::nanoTime);
    }

    /** Takes away what should not stay. */
    void clear();

    @Override
    default void close() {
        clear();
    }

    /** Shows nothing. */
    final class Silence implements ProgressView {
        @Override
        public void on(Progress progress) {}

        @Override
        public void clear() {}
    }
}

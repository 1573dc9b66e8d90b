package io.sesam.talk.cli;

import io.sesam.talk.sync.Progress;
import io.sesam.talk.sync.ProgressListener;

/** Shows a person how far a run has come, on standard error. */
interface ProgressView extends ProgressListener, AutoCloseable {
    /** The one that fits: bars for a person who watches, a line now and then for a log, or none. */
    static ProgressView of(Surroundings surroundings, boolean quiet, boolean json) {
        if (quiet) {
            return new Silence();
        }
        return surroundings.terminal() && !json
                ? new ProgressBars(surroundings.err(), System::nanoTime)
                : new ProgressLines(surroundings.err(), System::nanoTime);
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

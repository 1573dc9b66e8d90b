package io.sesam.talk.console.run;

import java.time.Instant;
import java.util.Optional;

/**
 * What the console runs now, or ran last.
 *
 * @param kind what it is
 * @param started time of its start
 * @param ended time of its end; empty while it runs
 * @param result what came of it, in one line; empty while it runs
 * @param failed whether it failed or was cancelled
 */
public record RunningJob(Kind kind, Instant started, Optional<Instant> ended, String result, boolean failed) {
    /** What the console can run. */
    public enum Kind {
        /** A sync. */
        SYNC("Sync"),
        /** A plan. */
        PLAN("Plan"),
        /** The application of a plan. */
        APPLY("Applying the plan"),
        /** A plan of an undo. */
        UNDO_PLAN("Plan of an undo"),
        /** An undo. */
        UNDO("Undo"),
        /** A check of all connections. */
        CHECK("Check"),
        /** An erasure. */
        ERASURE("Erasure");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** The words for a page. */
        public String title() {
            return title;
        }
    }

    /** Whether it still runs. */
    public boolean isRunning() {
        return ended.isEmpty();
    }
}

package io.sesam.talk.event;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * Surrounds the parts of a run, for traces.
 *
 * <p>Called on the threads of the run, several at a time: it must be quick. What it throws is logged, and the run goes on.
 */
@Experimental
public interface RunObserver {
    /** An observer that does nothing. */
    RunObserver NONE = new RunObserver() {};

    /** A run begins; the span is ended on the same thread. */
    default Span run(RunEvent run) {
        return Span.NONE;
    }

    /** The work of a run with one system, enricher or sink begins; the span is ended on the same thread. */
    default Span system(RunEvent run, SystemName system) {
        return Span.NONE;
    }

    /**
     * A call over the network to a system or an enricher begins; the span is ended on the same thread.
     *
     * <p>Also calls outside of runs, such as those of a check. Each repeated call is reported on its own.
     *
     * @param writing whether it may change something in the system
     */
    default CallSpan call(SystemName system, boolean writing) {
        return CallSpan.NONE;
    }

    /** A call, from its begin to its end. */
    interface CallSpan {
        /** A span that does nothing. */
        CallSpan NONE = outcome -> {};

        /** Ends the call, with one of few words: a class of status codes such as {@code 2xx}, or {@code none} for no answer. */
        void end(String outcome);
    }

    /** A part of a run, from its begin to its end. */
    interface Span extends AutoCloseable {
        /** A span that does nothing. */
        Span NONE = failure -> {};

        /** Ends the part. */
        @Override
        default void close() {
            end(null);
        }

        /** Ends the part; with what it failed with, {@code null} for nothing. */
        void end(@Nullable Throwable failure);
    }
}

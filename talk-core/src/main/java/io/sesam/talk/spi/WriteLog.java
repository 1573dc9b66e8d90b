package io.sesam.talk.spi;

import java.util.List;

/**
 * Durable record of single calls during a batch.
 *
 * <p>Given to a {@link StepwiseWriter}. For the thread that writes the batch.
 */
public interface WriteLog {
    /** A log that keeps nothing. */
    WriteLog NONE = new WriteLog() {
        @Override
        public void sending(List<Operation> operations) {}

        @Override
        public void answered(Operation operation, Outcome outcome) {}
    };

    /**
     * Stores that operations are about to be sent. Call it before each call that changes something. After a crash,
     * only operations announced here and not answered are in doubt.
     */
    void sending(List<Operation> operations);

    /** Stores the outcome of an operation. Call it as soon as the outcome is known. */
    void answered(Operation operation, Outcome outcome);
}

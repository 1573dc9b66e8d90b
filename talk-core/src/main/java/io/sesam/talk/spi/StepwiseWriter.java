package io.sesam.talk.spi;

import java.util.List;
import java.util.Map;

/**
 * Writer that makes a call for each record.
 *
 * <p>It announces each call, so that a crash leaves one operation in doubt instead of the whole batch (R21).
 */
public interface StepwiseWriter extends Writer {
    /**
     * Carries out each operation as {@link Writer#write} does, and announces each call.
     *
     * @param log is notified of each call before it is made and of each outcome
     */
    Map<String, Outcome> write(List<Operation> operations, WriteLog log);

    @Override
    default Map<String, Outcome> write(List<Operation> operations) {
        return write(operations, WriteLog.NONE);
    }
}

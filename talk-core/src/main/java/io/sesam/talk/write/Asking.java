package io.sesam.talk.write;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.plan.PlannedWrite;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a system to carry out a batch and tells, for every operation, what came of it; never anything but the truth.
 *
 * @param answers one for each write, in order
 * @param inHalves whether the batch was refused as a whole and nothing was done: each half is to be asked by itself
 * @param trouble why the system is not to be asked again in this run, if it is so
 */
public record Asking(
        List<Asked> answers, boolean inHalves, @Nullable TalkException trouble) {
    /** Copies the list. */
    public Asking {
        answers = List.copyOf(answers);
    }

    /**
     * Asks. A writer that says that nothing at all was done is believed; when it fails in any other way, or leaves an
     * operation out, nobody knows (R21).
     */
    public static Asking of(Writer writer, List<PlannedWrite> batch) {
        List<Operation> operations = batch.stream().map(PlannedWrite::operation).toList();
        try {
            return new Asking(matched(batch, writer.write(operations)), false, null);
        } catch (TalkException e) {
            String reason = String.valueOf(e.getMessage());
            if (e.code() == ErrorCode.BATCH_REFUSED) {
                return batch.size() > 1
                        ? new Asking(List.of(), true, null)
                        : new Asking(all(batch, new Outcome.Rejected(reason)), false, null);
            }
            return new Asking(all(batch, new Outcome.RetryLater(Duration.ZERO, reason)), false, e);
        } catch (RuntimeException e) {
            String reason =
                    "the connector failed while writing (" + e.getClass().getSimpleName() + ")";
            return new Asking(
                    all(batch, new Outcome.Unknown(reason)), false, new TalkException(ErrorCode.BUG, reason, e));
        }
    }

    private static List<Asked> matched(List<PlannedWrite> batch, Map<String, Outcome> outcomes) {
        List<Asked> answers = new ArrayList<>();
        for (PlannedWrite write : batch) {
            Outcome outcome = outcomes.get(write.operation().id());
            answers.add(new Asked(
                    write, outcome != null ? outcome : new Outcome.Unknown("the connector told no outcome for it")));
        }
        return answers;
    }

    private static List<Asked> all(List<PlannedWrite> batch, Outcome outcome) {
        return batch.stream().map(write -> new Asked(write, outcome)).toList();
    }
}

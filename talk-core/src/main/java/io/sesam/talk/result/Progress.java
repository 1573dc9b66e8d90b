package io.sesam.talk.result;

import io.sesam.talk.model.SystemName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far one part of a run has come.
 *
 * @param stage what is being done
 * @param system the system or sink it is done with
 * @param what the type of record, or the kind of row
 * @param done how many so far
 * @param total how many there will be, where it is known
 * @param elapsed how long this part has taken so far
 */
public record Progress(Stage stage, SystemName system, String what, long done, OptionalLong total, Duration elapsed) {
    /** What is being done. */
    public enum Stage {
        /** Records are read. */
        READING,
        /** Enrichers are asked. */
        ENRICHING,
        /** Golden records are compared with a system, and differences written. */
        WRITING,
        /** Tables are brought up to date. */
        SINKING
    }

    /** How many a second so far. */
    public double perSecond() {
        double seconds = elapsed.toNanos() / 1e9;
        return seconds <= 0 ? 0 : done / seconds;
    }

    /** How long the rest will take at this rate, where the total is known. */
    public Optional<Duration> remaining() {
        if (total.isEmpty() || perSecond() <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) ((total.getAsLong() - done) / perSecond() * 1000)));
    }
}

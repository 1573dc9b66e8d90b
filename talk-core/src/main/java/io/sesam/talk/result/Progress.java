package io.sesam.talk.result;

import io.sesam.talk.model.SystemName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Progress of one part of a run. */
public interface Progress {
    /** The stage of the run. */
    Stage stage();

    /** The system, enricher or sink. */
    SystemName system();

    /** The type of record, or the kind of row. */
    String what();

    /** Number done so far. */
    long done();

    /** Number in all, where it is known. */
    OptionalLong total();

    /** Time this part has taken so far. */
    Duration elapsed();

    /** Average number done per second. */
    default double perSecond() {
        double seconds = elapsed().toNanos() / 1e9;
        return seconds <= 0 ? 0 : done() / seconds;
    }

    /** Estimated time for the rest, where the total is known. */
    default Optional<Duration> remaining() {
        if (total().isEmpty() || perSecond() <= 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) ((total().getAsLong() - done()) / perSecond() * 1000)));
    }

    /** Stages of a run that take time. */
    enum Stage {
        /** Records are read. */
        READING,
        /** Enrichers are asked. */
        ENRICHING,
        /** Golden records are compared with a system, and differences written. */
        WRITING,
        /** Tables of a sink are updated. */
        SINKING
    }
}

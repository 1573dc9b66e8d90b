package io.sesam.talk.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A read that fails for a moment is repeated, and no other. */
@Tag("R30")
final class ReadRetryTest {
    private final List<Duration> waited = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation(waited::add);
    private final ReadRetry retry = new ReadRetry(cancellation);
    private final Deque<ErrorCode> failures = new ArrayDeque<>();

    private String call() {
        ErrorCode failure = failures.poll();
        if (failure != null) {
            throw new TalkException(failure, "it failed");
        }
        return "answer";
    }

    @Test
    void aReadThatFailsForAMomentIsRepeatedAfterLongerAndLongerPauses() {
        failures.addAll(Collections.nCopies(3, ErrorCode.UNREACHABLE));
        assertThat(retry.read(this::call)).isEqualTo("answer");
        assertThat(waited).hasSize(3).isSorted();
    }

    @Test
    void aReadThatKeepsFailingFails() {
        failures.addAll(Collections.nCopies(9, ErrorCode.UNREACHABLE));
        assertThatExceptionOfType(TalkException.class).isThrownBy(() -> retry.read(this::call));
        assertThat(failures).hasSize(5);
    }

    @Test
    void whatNoRepetitionHelpsIsNotRepeated() {
        for (ErrorCode code : List.of(ErrorCode.ACCESS_REFUSED, ErrorCode.POSITION_LOST, ErrorCode.BUG)) {
            failures.add(code);
            assertThatExceptionOfType(TalkException.class).isThrownBy(() -> retry.read(this::call));
        }
        assertThat(waited).isEmpty();
    }

    @Test
    void aCancelledRunRepeatsNothing() {
        failures.add(ErrorCode.UNREACHABLE);
        cancellation.request();
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> retry.read(this::call))
                .matches(e -> e.code() == ErrorCode.CANCELLED);
    }
}

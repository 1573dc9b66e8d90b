package io.sesam.talk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How far a run has come, as a person and as a log sees it. */
final class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(err, true, UTF_8);
    private final AtomicLong now = new AtomicLong();

    @Test
    void aLogGetsALineEveryTwoSecondsAtMost() {
        try (ProgressView lines = new ProgressLines(stream, now::get)) {
            for (int tenth = 1; tenth <= 50; tenth++) {
                now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
                lines.on(progress("crm", tenth * 100L, OptionalLong.of(20_000)));
            }
        }

        assertThat(err.toString(UTF_8).lines())
                .containsExactly(
                        "crm: reading person: 2,000 of 20,000, 1,000/s, about 18 s left",
                        "crm: reading person: 4,000 of 20,000, 1,000/s, about 16 s left");
    }

    @Test
    void aPersonSeesABarForEachSystemWhichGoesAwayInTheEnd() {
        try (ProgressView bars = new ProgressBars(stream, now::get)) {
            bars.on(progress("crm", 500, OptionalLong.of(1000)));
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            bars.on(progress("accounting", 700, OptionalLong.empty()));
        }

        String up = "\u001b[1A\r\u001b[J";
        String upTwice = "\u001b[2A\r\u001b[J";
        assertThat(err.toString(UTF_8))
                .isEqualTo("crm  [############------------]  reading person  500 of 1,000, 1,000/s, about 1 s left\n"
                        + up
                        + "accounting                              reading person  700, 1,000/s\n"
                        + "crm         [############------------]  reading person  500 of 1,000, 1,000/s, about 1 s left\n"
                        + upTwice);
    }

    @Test
    void aRunThatHasNotBegunHasNoRate() {
        Progress progress = new Step(
                Progress.Stage.SINKING, new SystemName("analytics"), "rows", 0, OptionalLong.of(5), Duration.ZERO);

        assertThat(ProgressText.what(progress)).isEqualTo("filling in rows");
        assertThat(ProgressText.howFar(progress)).isEqualTo("0 of 5, 0/s");
    }

    private static Progress progress(String system, long done, OptionalLong total) {
        return new Step(Progress.Stage.READING, new SystemName(system), "person", done, total, Duration.ofMillis(done));
    }

    private record Step(Stage stage, SystemName system, String what, long done, OptionalLong total, Duration elapsed)
            implements Progress {}
}

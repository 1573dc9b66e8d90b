package io.sesam.talk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages and exit codes of commands that could not do their work. */
final class FailureTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theExitCodeTellsWhoMustDoSomething() {
        assertThat(tell(TalkException.configuration(List.of("one", "two")), false))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8).lines())
                .containsExactly("The settings are not right; nothing was started.", "  one", "  two");
        assertThat(tell(new TalkException(ErrorCode.CANCELLED, "stopped"), false))
                .isEqualTo(130);
        assertThat(tell(new TalkException(ErrorCode.STORE_NEWER, "newer"), false))
                .isEqualTo(1);
    }

    @Test
    @Tag("R37")
    void aMistakeShowsWhereItHappenedAndNeverWhatItCarries() {
        Exception mistake = new IllegalStateException("hush", new RuntimeException("hush too"));

        assertThat(tell(mistake, true)).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .startsWith("talk: it failed (IllegalStateException). This is a bug in Talk or in a plugin")
                .contains("java.lang.RuntimeException", "at " + FailureTest.class.getName())
                .doesNotContain("hush");
    }

    private int tell(Exception failure, boolean verbose) {
        return FailureText.tell(failure, new PrintStream(err, true, UTF_8), verbose);
    }
}

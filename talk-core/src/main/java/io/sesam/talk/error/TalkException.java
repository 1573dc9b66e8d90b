package io.sesam.talk.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a code that selects the reaction.
 *
 * <p>The message says what was tried, what came back and what to do. It never contains a secret or a personal
 * value. An expected refusal of a single record is a value ({@code Outcome.Rejected}), not an exception.
 */
public final class TalkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    @SuppressWarnings("serial") // always an immutable JDK list, which is serialisable
    private final List<String> problems;

    /** Creates a failure without a cause. */
    public TalkException(ErrorCode code, String message) {
        this(code, message, (Throwable) null);
    }

    /** Creates a failure with a cause. Only the type and message of the cause may be shown. */
    public TalkException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.problems = List.of(message);
    }

    private TalkException(ErrorCode code, List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    /** Collects all problems of a configuration. */
    public static TalkException configuration(List<String> problems) {
        return new TalkException(ErrorCode.CONFIGURATION, problems);
    }

    /**
     * Reports an unexpected failure of a plugin. Only the type of the cause is named: its message may contain a
     * secret or a personal value (R37).
     */
    public static TalkException mistakeOfPlugin(Object name, Throwable cause) {
        return new TalkException(
                ErrorCode.BUG,
                "plugin " + name + " failed with " + cause.getClass().getSimpleName()
                        + ". This is a bug in the plugin, not in your data; please report it.",
                cause);
    }

    /** Returns the kind of failure. */
    public ErrorCode code() {
        return code;
    }

    /** Returns the problems one by one; never empty. */
    public List<String> problems() {
        return problems;
    }
}

package io.sesam.talk.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something went wrong, with a code that says what will be done about it.
 *
 * <p>The message is for a tired person: what was tried, what came back, what to do. It never holds a secret, and never
 * the values of a person. Expected refusals of single records are values ({@code Outcome.Rejected}), not exceptions.
 */
public final class TalkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    @SuppressWarnings("serial") // always an immutable JDK list, which is serialisable
    private final List<String> problems;

    /** One problem. */
    public TalkException(ErrorCode code, String message) {
        this(code, message, (Throwable) null);
    }

    /** One problem, and what caused it; of the cause only the type and message may be shown. */
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

    /** Everything that is wrong with a configuration, at once. */
    public static TalkException configuration(List<String> problems) {
        return new TalkException(ErrorCode.CONFIGURATION, problems);
    }

    /**
     * A plugin threw what no plugin should. Of the cause only the type is told: nobody knows what is in the message of a
     * stranger's exception (R37).
     */
    public static TalkException mistakeOfPlugin(Object name, RuntimeException cause) {
        return new TalkException(
                ErrorCode.BUG,
                "the plugin of " + name + " failed (" + cause.getClass().getSimpleName()
                        + "); this is a mistake in it, not in your data",
                cause);
    }

    /** What kind of problem it is. */
    public ErrorCode code() {
        return code;
    }

    /** The problems one by one; never empty. */
    public List<String> problems() {
        return problems;
    }
}

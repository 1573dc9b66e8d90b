package io.sesam.talk.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The times after which an enricher is asked the same question again. Immutable. */
public final class AnswerTtl {
    private final Duration match;
    private final Duration none;
    private final Duration ambiguous;

    private AnswerTtl(Duration match, Duration none, Duration ambiguous) {
        this.match = match;
        this.none = none;
        this.ambiguous = ambiguous;
    }

    /** Ninety days for a match, fourteen for no match, thirty for an ambiguous answer. */
    public static AnswerTtl defaults() {
        return new AnswerTtl(Duration.ofDays(90), Duration.ofDays(14), Duration.ofDays(30));
    }

    /** Time for an answer that matched one entry; a register with news is asked earlier about changed entries. */
    public Duration match() {
        return match;
    }

    /** Time for an answer that matched no entry. */
    public Duration none() {
        return none;
    }

    /** Time for an answer that several entries could match. */
    public Duration ambiguous() {
        return ambiguous;
    }

    /** Sets the time for an answer that matched one entry. */
    public AnswerTtl match(Duration time) {
        return new AnswerTtl(time, none, ambiguous);
    }

    /** Sets the time for an answer that matched no entry. */
    public AnswerTtl none(Duration time) {
        return new AnswerTtl(match, time, ambiguous);
    }

    /** Sets the time for an answer that several entries could match. */
    public AnswerTtl ambiguous(Duration time) {
        return new AnswerTtl(match, none, time);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AnswerTtl that
                && match.equals(that.match)
                && none.equals(that.none)
                && ambiguous.equals(that.ambiguous);
    }

    @Override
    public int hashCode() {
        return (match.hashCode() * 31 + none.hashCode()) * 31 + ambiguous.hashCode();
    }

    @Override
    public String toString() {
        return "match " + match + ", none " + none + ", ambiguous " + ambiguous;
    }
}

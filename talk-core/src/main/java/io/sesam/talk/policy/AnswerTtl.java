package io.sesam.talk.policy;

import java.time.Duration;

/**
 * How long answers are good before the same question is asked again.
 *
 * @param match one entry was meant; a register that tells of changes is asked earlier about those
 * @param none there was no such entry: a company may be registered any day
 * @param ambiguous several could be meant
 */
public record AnswerTtl(Duration match, Duration none, Duration ambiguous) {
    /** Ninety days, fourteen days, thirty days. */
    public static AnswerTtl defaults() {
        return new AnswerTtl(Duration.ofDays(90), Duration.ofDays(14), Duration.ofDays(30));
    }
}

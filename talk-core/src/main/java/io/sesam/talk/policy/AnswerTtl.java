package io.sesam.talk.policy;

import java.time.Duration;

/**
 * The lifetimes of enrichment answers.
 *
 * @param match for a match; entries that the register reports as changed are asked earlier
 * @param none for "no such entry": a company may be registered any day
 * @param ambiguous for an answer with several candidates
 */
public record AnswerTtl(Duration match, Duration none, Duration ambiguous) {
    /** Returns 90, 14 and 30 days. */
    public static AnswerTtl defaults() {
        return new AnswerTtl(Duration.ofDays(90), Duration.ofDays(14), Duration.ofDays(30));
    }
}

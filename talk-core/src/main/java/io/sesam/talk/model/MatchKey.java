package io.sesam.talk.model;

import org.jspecify.annotations.Nullable;

/**
 * A match key: records that share one belong together.
 *
 * @param rule the name of the match rule that produced it
 * @param value the normalised value; never blank
 */
public record MatchKey(String rule, String value) {
    // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof MatchKey that && value.equals(that.value) && rule.equals(that.rule);
    }

    @Override
    public int hashCode() {
        return 31 * rule.hashCode() + value.hashCode();
    }
}

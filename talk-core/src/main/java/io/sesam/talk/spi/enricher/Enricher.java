package io.sesam.talk.spi.enricher;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers what public data say of things that are known by some of their properties (R31).
 *
 * <p>It is asked, never written, and decides nothing: when to ask, what an answer is worth, how long it is good and what
 * follows when it no longer is belongs to the engine. It has no loops of retries, no threads and no cache of answers of its
 * own. Called by one thread at a time.
 */
public interface Enricher extends AutoCloseable {
    /** Tries it; reads only. */
    Check check();

    /**
     * The properties of a type that its answers depend on; empty for a type that it knows nothing of. A golden record is
     * asked about again when one of these has changed.
     */
    Set<String> asksBy(EntityType type);

    /**
     * What its answers depend on beside the question, such as the registers that it asks, in any words: everything is asked
     * anew when it changes.
     */
    default String edition() {
        return "";
    }

    /** How many questions it takes in one call. */
    default int atOnce() {
        return 50;
    }

    /** How many questions may be put to it in one run; the others wait for the next. */
    default int perRun() {
        return 1_000;
    }

    /**
     * Answers questions: one answer for each, in their order.
     *
     * <p>Only what is certainly the same is a {@link Answer.Match}. Two that could be meant are {@link Answer.Ambiguous}; that
     * nothing could be found out is {@link Answer.CouldNotAsk}, which is not the same as {@link Answer.None}. What is no
     * company's but a person's, such as a sole proprietor's entry, is not answered.
     *
     * @throws io.sesam.talk.error.TalkException when it cannot be asked at all just now: every question stays open
     */
    List<Answer> ask(List<Question> questions);

    /** What it tells by itself of entries that have changed; empty when it tells nothing. */
    default Optional<News> news() {
        return Optional.empty();
    }

    /** Lets go of what it holds; never fails. */
    @Override
    void close();
}

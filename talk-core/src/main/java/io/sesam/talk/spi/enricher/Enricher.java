package io.sesam.talk.spi.enricher;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A source of public data about known records (R31).
 *
 * <p>It only answers questions. The engine decides when to ask, how long an answer is valid, what it is worth and
 * what follows when it changes. An enricher has no retries, threads or cache of its own. Called by one thread at a
 * time; nothing is called after {@link #close()}.
 */
public interface Enricher extends AutoCloseable {
    /** Checks whether the register can be reached; reads only. */
    Check check();

    /**
     * Returns the properties its answers depend on. Empty for an unsupported type. When one of them changes, the
     * engine asks again.
     */
    Set<String> asksBy(EntityType type);

    /**
     * Returns a text that changes when all answers may change, such as the list of registers in use. The engine
     * then asks everything again.
     */
    default String edition() {
        return "";
    }

    /**
     * Returns the topics of a question, in the register's own spelling, such as a normalised name. When {@link News}
     * reports one of them, the engine asks the question again, whatever its answer was.
     */
    default Set<String> topics(Question question) {
        return Set.of();
    }

    /** Returns the greatest number of questions per call. */
    default int atOnce() {
        return 50;
    }

    /** Returns the greatest number of questions per run. The rest waits for the next. */
    default int perRun() {
        return 1_000;
    }

    /**
     * Answers questions: one answer for each, in their order.
     *
     * <p>Only a certain match is a {@link Answer.Match}; several candidates are {@link Answer.Ambiguous}. A
     * register that could not be asked is {@link Answer.CouldNotAsk}, never {@link Answer.None}. Entries about a
     * person, such as a sole proprietor's, are not returned.
     *
     * @throws io.sesam.talk.error.TalkException when the register cannot be asked at present: every question stays
     *     open
     */
    List<Answer> ask(List<Question> questions);

    /** Returns the feed of changed entries. Empty when the register has none. */
    default Optional<News> news() {
        return Optional.empty();
    }

    /** Releases all resources. Called once; never throws. */
    @Override
    void close();
}

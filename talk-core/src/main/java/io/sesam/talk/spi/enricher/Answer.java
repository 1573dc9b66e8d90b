package io.sesam.talk.spi.enricher;

import io.sesam.talk.model.Fields;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** What an enricher says to a {@link Question}; {@link #fold} takes one function per case. */
public sealed interface Answer {
    /**
     * Exactly one entry is meant.
     *
     * @param id the register's own id of it; at most 200 characters
     * @param fields what it says
     * @param source whose data it is: {@code Brønnøysundregistrene, Enhetsregisteret}
     * @param licence under which it may be used: {@code NLOD 2.0}
     * @param time as of when
     * @param remarks what a person should know and nobody should copy, such as that the company is bankrupt
     */
    record Match(String id, Fields fields, String source, String licence, Instant time, List<String> remarks)
            implements Answer {
        /** Checks the id and copies the list. */
        public Match {
            if (id.isEmpty() || id.length() > 200) {
                throw new IllegalArgumentException("an entry's id has 1 to 200 characters, not " + id.length());
            }
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * There is no such entry.
     *
     * @param remarks what a person should know: {@code 923609016 was deleted on 2025-01-31}
     */
    record None(List<String> remarks) implements Answer {
        /** Copies the list. */
        public None {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Several entries could be meant.
     *
     * @param count how many; at least two
     * @param candidates the ids of the first few
     */
    record Ambiguous(long count, List<String> candidates) implements Answer {
        /** Copies the list. */
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * It could not be found out; to be asked again in the next run.
     *
     * @param reason what was tried, what came back, what to do
     */
    record CouldNotAsk(String reason) implements Answer {}

    /** There is no such entry. */
    static Answer none(String... remarks) {
        return new None(List.of(remarks));
    }

    /** One answer for each case; forgetting one does not compile. */
    default <T> T fold(
            Function<Match, T> match,
            Function<None, T> none,
            Function<Ambiguous, T> ambiguous,
            Function<CouldNotAsk, T> couldNotAsk) {
        if (this instanceof Match m) {
            return match.apply(m);
        }
        if (this instanceof None n) {
            return none.apply(n);
        }
        return this instanceof Ambiguous a ? ambiguous.apply(a) : couldNotAsk.apply((CouldNotAsk) this);
    }
}

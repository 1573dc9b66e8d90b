package io.sesam.talk.spi.enricher;

import io.sesam.talk.model.Fields;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** An enricher's answer to a {@link Question}. */
public sealed interface Answer {
    /**
     * Exactly one entry of the register matches.
     *
     * @param id the register's own id of the entry; at most 200 characters
     * @param fields the values of the entry
     * @param source the owner of the data: {@code Brønnøysundregistrene, Enhetsregisteret}
     * @param licence the licence of the data: {@code NLOD 2.0}
     * @param time the time of the data
     * @param remarks facts for a person that are not copied, such as a bankruptcy
     */
    record Match(String id, Fields fields, String source, String licence, Instant time, List<String> remarks)
            implements Answer {
        /** Validates the id and copies the list. */
        public Match {
            if (id.isEmpty() || id.length() > 200) {
                throw new IllegalArgumentException("an entry's id has 1 to 200 characters, not " + id.length());
            }
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * No entry of the register matches.
     *
     * @param remarks facts for a person: {@code 923609016 was deleted on 2025-01-31}
     */
    record None(List<String> remarks) implements Answer {
        /** Copies the list. */
        public None {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Several entries of the register match.
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
     * The register could not answer; the next run asks again.
     *
     * @param reason what was tried, what came back, what to do
     */
    record CouldNotAsk(String reason) implements Answer {}

    /** Creates an answer without a match. */
    static Answer none(String... remarks) {
        return new None(List.of(remarks));
    }

    /** Applies the function of the matching case. */
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

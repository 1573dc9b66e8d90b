package io.sesam.talk.contract;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import java.util.Optional;

/** The result of checking one promise; without values of people. */
@Experimental
public final class PromiseResult {
    private final Optional<EntityType> type;
    private final String promise;
    private final Verdict verdict;
    private final String seen;
    private final String advice;

    PromiseResult(Optional<EntityType> type, String promise, Verdict verdict, String seen, String advice) {
        this.type = type;
        this.promise = promise;
        this.verdict = verdict;
        this.seen = seen;
        this.advice = advice;
    }

    /** What the check found. */
    public enum Verdict {
        /** It is kept, as far as was seen. */
        HELD,
        /** It is broken. */
        NOT_HELD,
        /** The account gave no occasion to see it. */
        NOT_SHOWN
    }

    /** The type that it is about; empty for the connection. */
    public Optional<EntityType> type() {
        return type;
    }

    /** The promise in words. */
    public String promise() {
        return promise;
    }

    /** Whether it is kept. */
    public Verdict verdict() {
        return verdict;
    }

    /** What was seen, or why nothing was. */
    public String seen() {
        return seen;
    }

    /** What to do when it is broken. */
    public String advice() {
        return advice;
    }

    @Override
    public String toString() {
        return type.map(of -> of + ": ").orElse("") + promise + ": " + verdict + " (" + seen + ")";
    }
}

package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;

/**
 * The references of what enrichers answer: the register's own id, and whom the answer is about.
 *
 * <p>Two clusters can be about the same entry of a register; each has an answer of its own then, or the entry would bind
 * them.
 */
public final class EnrichedRef {
    private static final char ABOUT = '@';

    private EnrichedRef() {}

    /** The answer that an entry of a register is about a golden record. */
    public static RecordRef of(RecordRef entry, GoldenId golden) {
        return new RecordRef(entry.system(), entry.type(), entry.id() + ABOUT + golden.value());
    }

    /** Where it is noted that a golden record was asked about and there is no answer to be had. */
    public static RecordRef none(RecordRef like, GoldenId golden) {
        return new RecordRef(like.system(), like.type(), ABOUT + golden.value());
    }

    /** The entry that an answer names; it is found by {@link References#key} of it. */
    public static RecordRef entry(RecordRef answer) {
        int about = answer.id().lastIndexOf(ABOUT);
        return about <= 0
                ? answer
                : new RecordRef(answer.system(), answer.type(), answer.id().substring(0, about));
    }
}

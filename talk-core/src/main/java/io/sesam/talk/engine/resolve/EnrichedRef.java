package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;

/**
 * References of stored enrichment answers: register entry and golden record.
 *
 * <p>Two golden records can match the same entry of a register. Each has its own answer, so that the entry does not
 * join them.
 */
public final class EnrichedRef {
    private static final char ABOUT = '@';

    private EnrichedRef() {}

    /** Builds the reference of an entry's answer for a golden record. */
    public static RecordRef of(RecordRef entry, GoldenId golden) {
        return new RecordRef(entry.system(), entry.type(), entry.id() + ABOUT + golden.value());
    }

    /** Builds the reference of an answer without an entry. */
    public static RecordRef none(RecordRef like, GoldenId golden) {
        return new RecordRef(like.system(), like.type(), ABOUT + golden.value());
    }

    /** Extracts the register entry of an answer. {@link References#key} of it finds the answer. */
    public static RecordRef entry(RecordRef answer) {
        int about = answer.id().lastIndexOf(ABOUT);
        return about <= 0
                ? answer
                : new RecordRef(answer.system(), answer.type(), answer.id().substring(0, about));
    }
}

package io.sesam.talk.engine.observe;

import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;

/** Several e-mail addresses in one field of a record (R5). */
public final class SeveralAddresses {
    /** The reason why such a record is parked. */
    public static final String REASON =
            "has several e-mail addresses in one field; all of them match, the first one counts, and"
                    + " the field is not overwritten. Keep one address in the field";

    private SeveralAddresses() {}

    /** Checks all fields of a record. */
    public static boolean in(SourceRecord record) {
        for (int i = 0; i < record.rawValues().schema().size(); i++) {
            if (in(record, i)) {
                return true;
            }
        }
        return false;
    }

    /** Checks one field of a record. */
    public static boolean in(SourceRecord record, int index) {
        return record.rawValues().slot(index) instanceof String text
                && !Normalizer.furtherAddresses(
                                record.rawValues().schema().property(index).kind(), text)
                        .isEmpty();
    }
}

package io.sesam.talk.engine.plan;

import io.sesam.talk.model.Fields;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The difference of a target's record from its golden record.
 *
 * @param fields the fields to write; unknown where nothing is to be written
 * @param refused per property that differs and cannot be written, the reason
 */
public record Difference(Fields fields, List<String> refused) {
    /** Copies the list. */
    public Difference {
        refused = List.copyOf(refused);
    }

    /** Returns this difference with converted fields. */
    public Difference as(UnaryOperator<Fields> change) {
        return isEmpty() ? this : new Difference(change.apply(fields), refused);
    }

    /** Checks whether nothing is to be written. Properties may still be refused. */
    public boolean isEmpty() {
        return fields.saysNothing();
    }
}

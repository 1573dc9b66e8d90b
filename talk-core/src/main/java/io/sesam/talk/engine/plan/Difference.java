package io.sesam.talk.engine.plan;

import io.sesam.talk.model.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The difference of a target's record from its golden record.
 *
 * @param fields the fields to write; unknown where nothing is to be written
 * @param refused per property that differs and cannot be written, the reason
 * @param left the properties that differ and are not written, each with the reason
 */
public record Difference(Fields fields, List<String> refused, Map<String, String> left) {
    /** Copies the collections, in their order. */
    public Difference {
        refused = List.copyOf(refused);
        left = new LinkedHashMap<>(left);
    }

    /** Returns this difference with converted fields. */
    public Difference as(UnaryOperator<Fields> change) {
        return isEmpty() ? this : new Difference(change.apply(fields), refused, left);
    }

    /** Checks whether nothing is to be written. Properties may still be refused. */
    public boolean isEmpty() {
        return fields.isAllUnknown();
    }
}

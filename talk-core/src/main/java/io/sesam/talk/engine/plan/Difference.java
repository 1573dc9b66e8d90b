package io.sesam.talk.engine.plan;

import io.sesam.talk.model.Fields;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What one record of a target lacks to be as the golden record is.
 *
 * @param fields what to write: unknown where nothing is to be done
 * @param refused for single properties, why they cannot be written although they differ
 */
public record Difference(Fields fields, List<String> refused) {
    /** Copies the list. */
    public Difference {
        refused = List.copyOf(refused);
    }

    /** The same with other fields made of its own. */
    public Difference as(UnaryOperator<Fields> change) {
        return isEmpty() ? this : new Difference(change.apply(fields), refused);
    }

    /** Whether there is nothing to write; something may still be refused. */
    public boolean isEmpty() {
        return fields.saysNothing();
    }
}

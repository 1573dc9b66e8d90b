package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Operation;
import java.util.List;
import java.util.Optional;

/** One record that would be inserted, updated or archived. Holds values of people: not for a log. */
public interface PlannedChange {
    /** The system to be written. */
    SystemName system();

    /** The type of the record. */
    EntityType type();

    /** Whether the record is inserted, updated or archived. */
    Operation.Kind kind();

    /** Id of the record in the system; empty for an insert. */
    Optional<String> recordId();

    /** The golden record that the values come from. */
    GoldenId golden();

    /** Values last seen in the system, of the properties to be written. */
    Fields before();

    /** Values to be written, before the system's own normalisation. */
    Fields after();

    /** Records that the values come from, in words. */
    String cause();

    /** Properties that differ and cannot be written, each with the reason. */
    List<String> refused();
}

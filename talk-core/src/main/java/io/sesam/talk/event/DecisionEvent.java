package io.sesam.talk.event;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A decision of a data steward that is in the store; no values of people, but ids of records and the steward's name. */
@Experimental
public interface DecisionEvent {
    /** What was decided. */
    Kind kind();

    /** Time of the decision. */
    Instant time();

    /** Who decided; empty for an unnamed person or program. */
    Optional<String> actor();

    /** The system that it is about; empty when it is about all, or about a golden record. */
    Optional<SystemName> system();

    /** The type that it is about; empty when it is about all. */
    Optional<EntityType> type();

    /** The records that it is about: two for a link, an unlink and their withdrawal; may be empty. */
    List<RecordRef> records();

    /** The golden record that it is about; empty when it names records, or is about more. */
    Optional<GoldenId> golden();

    /** Kinds of decisions. */
    enum Kind {
        /** Two records are the same. */
        LINKED,
        /** Two records are not the same. */
        UNLINKED,
        /** A link or an unlink was withdrawn. */
        WITHDRAWN,
        /** A held plan was approved. */
        APPROVED,
        /** An approval was withdrawn: the plan is held again. */
        HELD_AGAIN,
        /** A held plan was dropped. */
        REJECTED,
        /** One parked write, or all of them, is to be tried again. */
        RETRIED,
        /** An insert in doubt was declared not done. */
        NOT_DONE,
        /** A person, or another entity, was erased. */
        ERASED,
        /** A record of an erased person was readmitted. */
        READMITTED
    }
}

package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.AuditEntry;
import java.util.List;

/**
 * The reasons behind a golden record and its writes.
 *
 * <p>Immutable. Holds values of people: not for a log. Made by the engine: further methods may be added.
 */
public interface Explanation {
    /** The golden record. */
    GoldenId golden();

    /** Type of the golden record. */
    EntityType type();

    /** Source records of the cluster in their order, deleted ones included. */
    List<Member> members();

    /** Match keys that several of the records share. */
    List<SharedKey> keys();

    /** Links among the records, and links that keep one of them apart from another record. */
    List<Link> links();

    /** Provenance of each property: the winner, the rule and the losers; empty when all records are gone. */
    List<Provenance> values();

    /** State of each connected system, in the order of the connections. */
    List<Destination> systems();

    /** The explanation in sentences, one or a heading a line; details are indented by two spaces. */
    List<String> lines();

    /** A source record of the cluster. */
    interface Member {
        /** Reference of the record. */
        RecordRef record();

        /** Name for a person: the reference, or for an enricher's answer the entry of the register. */
        String name();

        /** Whether the record still exists; a deleted one has no say in the values. */
        boolean isLive();

        /** Whether the record is an enricher's answer, which fills blanks only. */
        boolean isEnrichment();

        /** Whether the record stands alone because too many records share its key. */
        boolean isOversized();
    }

    /** A match key that several records share. */
    interface SharedKey {
        /** Name of the match rule, such as {@code email}. */
        String rule();

        /** The normalised value. */
        String value();

        /** The live records with this key; at least two. */
        List<RecordRef> records();
    }

    /** States of a system with regard to a golden record. */
    enum State {
        /** Its records have the values they should have. */
        IN_STEP,
        /** The next sync writes there. */
        PLANNED,
        /** A write was refused, and is not tried again while nothing changes. */
        PARKED,
        /** Nothing is to be written there. */
        NOT_WRITTEN
    }

    /** The writes to one system, and the reasons against more. */
    interface Destination {
        /** The system. */
        SystemName system();

        /** Its state. */
        State state();

        /** Reason for the state, in words; may be empty. */
        String because();

        /** Changes that the next sync would make. */
        List<PlannedChange> planned();

        /** Properties that differ from the golden record and are not written. */
        List<Left> left();

        /** Writes to its records, the newest first; at most twenty entries for each record. */
        List<AuditEntry> journal();
    }

    /** A property that differs from the golden record and is not written. */
    interface Left {
        /** Name of the property. */
        String property();

        /** Reason, in words. */
        String reason();
    }
}

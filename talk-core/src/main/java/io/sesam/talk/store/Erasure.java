package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.time.Instant;

/**
 * A record over there of somebody who is to be forgotten, and what became of it (R27).
 *
 * @param record the record
 * @param state what became of it
 * @param cause the fingerprint that it was known by; opaque, and no way back to what it was made from
 * @param reason why it is still there, what the system said, or what a person has to do; without values of people
 * @param since when it was first known
 */
public record Erasure(RecordRef record, State state, String cause, String reason, Instant since) {
    /** What became of a record. */
    public enum State {
        /** The system deleted it for good. */
        ERASED(false),
        /** The system archived it; what it keeps of archived records, and for how long, is its own. */
        ARCHIVED(false),
        /** The system could not be asked, or could not do it now: each run asks again until it is done. */
        PENDING(true),
        /** The system cannot, may not or will not: a person has to do it over there. */
        IMPOSSIBLE(true),
        /** It showed up after it had been erased: it is left alone, and no other system hears of it. */
        BACK(true);

        private final boolean open;

        State(boolean open) {
            this.open = open;
        }

        /** Whether the record is still there, and somebody has to do something. */
        public boolean isOpen() {
            return open;
        }
    }

    /** Whether it is about a record of a type of a system. */
    public boolean isOf(SystemName system, EntityType type) {
        return record.system().equals(system) && record.type().equals(type);
    }

    /** The same record, with another end. */
    public Erasure became(State next, String why) {
        return new Erasure(record, next, cause, why, since);
    }
}

package io.sesam.talk.tests.world.script;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One step of a history. Records are selected by number, so that a step stays meaningful when others are removed. */
public sealed interface Step {
    /** A person creates a record. */
    record Create(String system, Map<String, String> texts) implements Step {
        @Override
        public String toString() {
            return system + ": a person enters " + texts;
        }
    }

    /** A person changes or clears a property. */
    record Edit(String system, int pick, String property, String text) implements Step {
        @Override
        public String toString() {
            return system + ": a person sets " + property + " to \"" + text + "\"";
        }
    }

    /** A person adds a further address to a record that has one. */
    record AddAddress(String system, int pick, String email) implements Step {
        @Override
        public String toString() {
            return system + ": a person adds the further address " + email;
        }
    }

    /** A person deletes a record. */
    record Delete(String system, int pick) implements Step {
        @Override
        public String toString() {
            return system + ": a person deletes a record";
        }
    }

    /** A person merges a record into another. */
    record Merge(String system, int pick, int survivor) implements Step {
        @Override
        public String toString() {
            return system + ": a person merges two records";
        }
    }

    /** A person creates a deleted record again. */
    record Recreate(String system, int pick) implements Step {
        @Override
        public String toString() {
            return system + ": a person creates a deleted record again";
        }
    }

    /** The engine runs. People act before the n-th call to any system. */
    record Run(List<Fault> faults, Map<Integer, Step> meanwhile) implements Step {
        @Override
        public String toString() {
            return "the engine runs"
                    + faults.stream().map(fault -> "; " + fault).collect(Collectors.joining())
                    + meanwhile.entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(entry -> "; before call " + entry.getKey() + ", " + entry.getValue())
                            .collect(Collectors.joining());
        }
    }

    /** Time passes. */
    record Wait(Duration time) implements Step {
        @Override
        public String toString() {
            return "time goes by: " + time.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A clock is set.
     *
     * @param system the system; empty for the host's clock
     * @param ahead how far it is ahead of the true time; negative when behind
     */
    record SetClock(String system, Duration ahead) implements Step {
        @Override
        public String toString() {
            return (system.isEmpty() ? "the host's" : system + "'s") + " clock is ahead by " + ahead;
        }
    }

    /** A system shows the times of its records in another way. */
    record ShowTimes(String system, Manner manner) implements Step {
        /** A way to show times. */
        public enum Manner {
            /** No modification time until the first change, only the creation time. */
            CREATION_ONLY,
            /** Times that cannot be read. */
            UNREADABLE
        }

        @Override
        public String toString() {
            return system + " shows times: " + manner;
        }
    }

    /** A record gets a modification time of the future, with a change of a property. */
    record EditInTheFuture(Edit edit, Duration ahead) implements Step {
        @Override
        public String toString() {
            return edit + ", stamped " + ahead.toDays() + " days ahead";
        }
    }

    /** The store is backed up. */
    record BackUp() implements Step {
        @Override
        public String toString() {
            return "a backup of the store is made";
        }
    }

    /**
     * The store is lost and restored from the backup. The engine then runs without faults until it has read
     * everything.
     */
    record Restore() implements Step {
        @Override
        public String toString() {
            return "the store is lost, the backup is restored, and the engine runs in peace";
        }
    }

    /** The kind of an event in the life of persons and their e-mails. */
    enum Event {
        /** A person is entered. */
        ARRIVE,
        /** A person gets a new e-mail, and a newcomer the old one. */
        HAND_OVER,
        /** Two persons swap their e-mails. */
        SWAP,
        /** A record gets another person's e-mail by mistake. */
        SLIP,
        /** The mistakes in a system are corrected. */
        CORRECT,
        /** A person's last name changes. */
        RENAME,
        /** A slot shows another person. */
        REPLACE,
        /** Three persons are entered with one mailbox, and one of them elsewhere too. */
        SHARE
    }

    /**
     * Something happens to persons and their e-mails.
     *
     * @param number of the person who comes new
     */
    record Identity(String system, Event event, int pick, int other, int number) implements Step {
        @Override
        public String toString() {
            return system + ": " + event + " " + pick + " " + other + " number " + number;
        }
    }
}

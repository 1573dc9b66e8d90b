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
 * Why a golden record is as it is, and why it was, or was not, written to each system (R34).
 *
 * <p>It holds the values of people: it is for whoever asked, and not for a log.
 *
 * @param golden the golden record
 * @param type what kind of thing it is
 * @param members its records, those that are gone too, in their order
 * @param keys the match keys that several of them share
 * @param links what else binds them, or keeps one of them apart from another record
 * @param values for each property who won, by which rule, and who said something else; empty when all records are gone
 * @param systems what is to be done in each connected system, in the order of the connections
 */
public record Explanation(
        GoldenId golden,
        EntityType type,
        List<Member> members,
        List<SharedKey> keys,
        List<Link> links,
        List<Provenance> values,
        List<Destination> systems) {
    /** Copies the lists. */
    public Explanation {
        members = List.copyOf(members);
        keys = List.copyOf(keys);
        links = List.copyOf(links);
        values = List.copyOf(values);
        systems = List.copyOf(systems);
    }

    /** The same in plain words, a sentence or a heading to a line; what belongs to a heading is indented by two spaces. */
    public List<String> inWords() {
        return new ExplanationText(this).lines();
    }

    /**
     * A record of the cluster.
     *
     * @param record which; an enricher's answer is named by the entry of the register, {@code @} and the golden record
     * @param name how a person knows it: the reference; for an enricher's answer, the entry of the register
     * @param isLive whether it is still there; what is gone says nothing any more
     * @param isFaint whether it is an enricher's answer, which fills blanks only
     * @param isInCrowd whether it stands alone because too many records share its key (R11)
     */
    public record Member(RecordRef record, String name, boolean isLive, boolean isFaint, boolean isInCrowd) {}

    /**
     * A match key that binds records.
     *
     * @param rule the rule that made it, such as {@code email}
     * @param value the normalised value
     * @param records the live records that have it; at least two
     */
    public record SharedKey(String rule, String value, List<RecordRef> records) {
        /** Copies the list. */
        public SharedKey {
            records = List.copyOf(records);
        }
    }

    /** How a system stands to a golden record. */
    public enum State {
        /** Its records are as they should be. */
        IN_STEP,
        /** The next sync writes there. */
        PLANNED,
        /** Something was refused there, and is not tried again as long as nothing changes. */
        PUT_ASIDE,
        /** Nothing is to be written there. */
        NOT_WRITTEN
    }

    /**
     * What is, and is not, to be done in one system.
     *
     * @param system the system
     * @param state how it stands
     * @param because why, in words
     * @param planned what the next sync would write, as far as is known now
     * @param left the properties of the golden record that differ there and are not written, where a record is or is to be made
     * @param journal what was written to its records, the newest first; no more than twenty entries for each record
     */
    public record Destination(
            SystemName system,
            State state,
            String because,
            List<PlannedChange> planned,
            List<Left> left,
            List<AuditEntry> journal) {
        /** Copies the lists. */
        public Destination {
            planned = List.copyOf(planned);
            left = List.copyOf(left);
            journal = List.copyOf(journal);
        }
    }

    /**
     * A property that differs from the golden record and is left alone.
     *
     * @param property its name
     * @param reason why, in words
     */
    public record Left(String property, String reason) {}
}

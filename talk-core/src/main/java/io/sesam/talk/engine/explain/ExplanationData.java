package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.report.Ordered;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.store.AuditEntry;
import java.util.List;

/** Values of an {@link Explanation}. */
public record ExplanationData(
        GoldenId golden,
        EntityType type,
        List<Member> members,
        List<SharedKey> keys,
        List<Link> links,
        List<Provenance> values,
        List<Destination> systems)
        implements Explanation {
    /** Copies the collections. */
    public ExplanationData {
        members = Ordered.copy(members);
        keys = Ordered.copy(keys);
        links = Ordered.copy(links);
        values = Ordered.copy(values);
        systems = Ordered.copy(systems);
    }

    @Override
    public List<String> lines() {
        return new ExplanationText(this).lines();
    }

    /** Without values of people. */
    @Override
    public String toString() {
        return "golden record " + golden + " of type " + type + ", " + members.size() + " records";
    }

    /** Values of a {@link Explanation.Member}. */
    public record MemberData(RecordRef record, String name, boolean isLive, boolean isEnrichment, boolean isOversized)
            implements Explanation.Member {}

    /** Values of a {@link Explanation.SharedKey}. */
    public record SharedKeyData(String rule, String value, List<RecordRef> records) implements Explanation.SharedKey {
        /** Copies the collections. */
        public SharedKeyData {
            records = Ordered.copy(records);
        }
    }

    /** Values of a {@link Explanation.Destination}. */
    public record DestinationData(
            SystemName system,
            State state,
            String because,
            List<PlannedChange> planned,
            List<Left> left,
            List<AuditEntry> journal)
            implements Explanation.Destination {
        /** Copies the collections. */
        public DestinationData {
            planned = Ordered.copy(planned);
            left = Ordered.copy(left);
            journal = Ordered.copy(journal);
        }
    }

    /** Values of a {@link Explanation.Left}. */
    public record LeftData(String property, String reason) implements Explanation.Left {}
}

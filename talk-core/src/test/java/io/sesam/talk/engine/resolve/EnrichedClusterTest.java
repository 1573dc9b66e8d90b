package io.sesam.talk.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.merge.IncrementalMerge;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.policy.TypePolicy;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An enricher's word goes with what it is about, and makes nothing of its own (R31). */
@Tag("R31")
final class EnrichedClusterTest {
    private final IncrementalMerge merge = IncrementalMerge.of(TypePolicy.defaults(Organisation.SCHEMA));

    private static RecordRef ref(String system, String id) {
        return RecordRef.of(system, EntityType.ORGANISATION, id);
    }

    private static Fields fields(String... propertiesAndTexts) {
        Fields.Builder fields = Fields.builder(Organisation.SCHEMA);
        for (int i = 0; i < propertiesAndTexts.length; i += 2) {
            fields.text(propertiesAndTexts[i], propertiesAndTexts[i + 1]);
        }
        return fields.build();
    }

    private static SourceRecord recordOf(String system, String id, long seen, String... propertiesAndTexts) {
        return SourceRecord.at(ref(system, id), fields(propertiesAndTexts), seen)
                .firstSeenAt(seen);
    }

    private static SourceRecord faint(String system, long time, String... propertiesAndTexts) {
        Fields fields = fields(propertiesAndTexts);
        return SourceRecord.remembered(
                ref(system, "1"),
                fields,
                time,
                SourceRecord.NEVER,
                time,
                Stamps.enriched(fields.schema().size(), time));
    }

    private static Link about(String enricher, RecordRef record) {
        return new Link(ref(enricher, "1"), record, Link.Origin.ENRICHED);
    }

    @Test
    void itIsHeardHoweverNewItIsOnlyWhereNobodySpeaks() {
        merge.link(about("register", ref("crm", "1")));
        merge.upsert(
                recordOf("crm", "1", 10, "name", "Acme", "domain", "own.example"),
                faint("register", 99, "zip", "0150", "domain", "x.example"));

        GoldenRecord golden = merge.goldenOf(ref("crm", "1")).orElseThrow();

        assertThat(golden.values().text("domain").known()).contains("own.example");
        assertThat(golden.values().text("zip").known()).contains("0150");
        assertThat(golden.provenance("zip").orElseThrow().winner().source()).isEqualTo(ref("register", "1"));
        assertThat(golden.members().get(0).ref()).isEqualTo(ref("crm", "1"));
    }

    @Test
    void evenTheOldestOfThemFoundsNothing() {
        merge.link(about("register", ref("crm", "1")));
        merge.upsert(recordOf("crm", "1", 10, "name", "Acme"), faint("register", 1, "zip", "0150"));

        assertThat(merge.goldens()).hasSize(1);
        assertThat(merge.goldens().get(0).id()).isEqualTo(GoldenId.foundedBy(ref("crm", "1")));
    }

    @Test
    void itBindsNobodyAndIsFoundByNoKey() {
        merge.link(about("register", ref("crm", "1")), about("register", ref("crm", "2")));
        merge.upsert(
                recordOf("crm", "1", 10, "name", "Acme"),
                recordOf("crm", "2", 11, "name", "Bolt"),
                recordOf("crm", "3", 12, "name", "Named as the register has it"),
                faint("register", 20, "name", "Named as the register has it", "zip", "0150"));

        assertThat(merge.goldens()).hasSize(3);
        assertThat(merge.goldenOf(ref("crm", "1"))
                        .orElseThrow()
                        .values()
                        .text("zip")
                        .known())
                .contains("0150");
        assertThat(merge.goldenOf(ref("crm", "2")).orElseThrow().size()).isEqualTo(1);
        assertThat(merge.goldenOf(ref("crm", "3")).orElseThrow().size()).isEqualTo(1);
    }

    @Test
    void itGoesWithTheLastThatItIsAbout() {
        merge.link(about("register", ref("crm", "1")));
        merge.upsert(
                recordOf("crm", "1", 10, "name", "Acme"),
                recordOf("erp", "1", 11, "name", "Acme"),
                faint("register", 20, "zip", "0150"));

        merge.remove(List.of(ref("crm", "1")));
        assertThat(merge.goldenOf(ref("erp", "1"))
                        .orElseThrow()
                        .values()
                        .text("zip")
                        .known())
                .contains("0150");
        merge.remove(List.of(ref("erp", "1")));

        assertThat(merge.goldens()).isEmpty();
        assertThat(merge.goldenOf(ref("register", "1"))).isEmpty();
    }

    @Test
    void ofTwoEnrichersTheMoreTrustedIsHeard() {
        TypePolicy trusting = TypePolicy.defaults(
                Organisation.SCHEMA,
                ref("crm", "1").system(),
                ref("second", "1").system(),
                ref("first", "1").system());
        IncrementalMerge other = IncrementalMerge.of(trusting);
        other.link(about("first", ref("crm", "1")), about("second", ref("crm", "1")));
        other.upsert(
                recordOf("crm", "1", 10, "name", "Acme"),
                faint("first", 30, "domain", "first.example"),
                faint("second", 20, "domain", "second.example"));

        assertThat(other.goldens().get(0).values().text("domain").known()).contains("second.example");
    }
}

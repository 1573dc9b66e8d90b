package io.sesam.talk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SurvivorshipTest {
    private static final SystemName CRM = new SystemName("crm");
    private static final SystemName ERP = new SystemName("erp");

    private final Survivorship newest = Survivorship.newest(Person.SCHEMA, List.of(CRM, ERP));

    @Test
    @Tag("R12")
    void newestWinsForEachPropertyByItself() {
        SourceRecord crm = person("crm", 10, "Ada", "Byron");
        crm = crm.stamped(crm.stamps().with(1, 30, 0, null));
        SourceRecord erp = person("erp", 20, "Augusta", "Lovelace");

        GoldenRecord golden = newest.merge(crm, erp);

        assertThat(golden.values().text("firstname").known()).contains("Augusta");
        assertThat(golden.values().text("lastname").known()).contains("Byron");
    }

    @Test
    @Tag("R12")
    @Tag("acceptance-5")
    void equalTimesGoByTrustAndUnnamedSystemsComeLast() {
        SourceRecord other = person("aaa", 10, "Other", "Other");
        SourceRecord erp = person("erp", 10, "Erp", "Erp");
        SourceRecord crm = person("crm", 10, "Crm", "Crm");

        assertThat(first(newest.merge(other, erp, crm))).isEqualTo("Crm");
        assertThat(first(newest.merge(other, erp))).isEqualTo("Erp");
    }

    @Test
    @Tag("R12")
    void whatTalkWroteGivesWayToWhoSaidItAtTheSameTime() {
        SourceRecord erp = person("erp", 10, "Ada", "Lovelace");
        SourceRecord crm = person("crm", 10, "Ada", "LOVEL");
        crm = crm.stamped(crm.stamps().with(1, 10, Stamps.ECHO, "Lovelace"));

        GoldenRecord golden = newest.merge(erp, crm);

        assertThat(golden.values().text("lastname").known()).contains("Lovelace");
        assertThat(golden.provenance("lastname").orElseThrow().winner().source().system())
                .isEqualTo(ERP);
    }

    @Test
    @Tag("R20")
    void aLossyCopyStandsForWhatItWasTold() {
        SourceRecord crm = person("crm", 10, "Ada", "LOVEL");
        crm = crm.stamped(crm.stamps().with(1, 10, Stamps.ECHO, "Lovelace"));

        assertThat(newest.merge(crm).values().text("lastname").known()).contains("Lovelace");
    }

    @Test
    @Tag("R13")
    void aFilledValueBeatsABlankHoweverNewUnlessAPersonClearedIt() {
        SourceRecord crm = person("crm", 10, "Ada", "Lovelace");
        SourceRecord erp = person("erp", 20, "Ada", "");
        assertThat(newest.merge(crm, erp).values().text("lastname").known()).contains("Lovelace");

        SourceRecord cleared = erp.stamped(erp.stamps().with(1, 20, Stamps.CLEARED, null));
        assertThat(newest.merge(crm, cleared).values().slot(1)).isEqualTo(Blank.BLANK);

        SourceRecord clearedBefore = erp.stamped(erp.stamps().with(1, 5, Stamps.CLEARED, null));
        assertThat(newest.merge(crm, clearedBefore).values().text("lastname").known())
                .contains("Lovelace");
    }

    @Test
    @Tag("R2")
    void whatNobodySaysIsUnknownAndWhatIsOnlySaidToBeEmptyIsBlank() {
        SourceRecord crm = person("crm", 10, "Ada", "");

        GoldenRecord golden = newest.merge(crm, person("erp", 20, "Ada", ""));

        assertThat(golden.values().slot(1)).isEqualTo(Blank.BLANK);
        assertThat(golden.values().slot(3)).isNull();
        assertThat(golden.provenance("gender")).isEmpty();
    }

    @Test
    @Tag("R12")
    void aHostMayChooseAnotherRuleForAProperty() {
        SourceRecord crm = person("crm", 10, "Ada", "Byron");
        SourceRecord erp = person("erp", 20, "A.", "Lovelace");
        SourceRecord old = person("old", 5, "A.", "Lovelace");

        assertThat(first(newest.with("firstname", SurvivorshipRule.mostTrusted(List.of(CRM)))
                        .merge(crm, erp)))
                .isEqualTo("Ada");
        assertThat(first(newest.with("firstname", SurvivorshipRule.master(CRM)).merge(crm, erp)))
                .isEqualTo("Ada");
        assertThat(first(newest.with("firstname", SurvivorshipRule.longest()).merge(crm, erp)))
                .isEqualTo("Ada");
        assertThat(first(newest.with("firstname", SurvivorshipRule.mostFrequent())
                        .merge(crm, erp, old)))
                .isEqualTo("A.");
        SurvivorshipRule oldest = SurvivorshipRule.custom("oldest", claims -> claims.get(claims.size() - 1));
        GoldenRecord golden = newest.with("firstname", oldest).merge(crm, erp);
        assertThat(first(golden)).isEqualTo("Ada");
        assertThat(golden.provenance("firstname").orElseThrow().rule()).isEqualTo("oldest");
    }

    @Test
    @Tag("R12")
    void aRuleOfTheHostIsNotFooledByWhatTalkWroteItself() {
        SourceRecord crm = person("crm", 10, "Old", "X");
        crm = crm.stamped(crm.stamps().with(0, 10, Stamps.ECHO, "Old"));
        SourceRecord erp = person("erp", 20, "New", "X");

        assertThat(first(newest.with("firstname", SurvivorshipRule.mostTrusted(List.of(CRM)))
                        .merge(crm, erp)))
                .isEqualTo("New");
    }

    @Test
    @Tag("R14")
    void anAddressIsNeverMadeOfTwo() {
        SourceRecord old = organisation("crm", 10, "Old street", "Suite 5", "0150", "NO");
        SourceRecord fresh = organisation("erp", 20, "New street", "", "0250", "NO");

        Fields golden = Survivorship.newest(Organisation.SCHEMA, List.of())
                .merge(old, fresh)
                .values();

        assertThat(golden.text("address").known()).contains("New street");
        assertThat(golden.slot(2)).isEqualTo(Blank.BLANK);
        assertThat(golden.text("zip").known()).contains("0250");
    }

    @Test
    @Tag("R14")
    void aBareCountryIsCompletedByAnAddressInItAndByNoOther() {
        SourceRecord full = organisation("crm", 10, "Street 1", "Suite 5", "0150", "Norge");
        SourceRecord bare = organisation("erp", 20, "", "", "", "NO");
        SourceRecord elsewhere = organisation("old", 30, "", "", "", "SE");
        Survivorship survivorship = Survivorship.newest(Organisation.SCHEMA, List.of());

        assertThat(survivorship.merge(full, bare).values().text("address").known())
                .contains("Street 1");
        Fields moved = survivorship.merge(full, bare, elsewhere).values();
        assertThat(moved.country("country").known().orElseThrow().alpha2()).contains("SE");
        assertThat(moved.slot(1)).isEqualTo(Blank.BLANK);
    }

    @Test
    @Tag("R15")
    void everyValueKnowsWhoSaidItWhenByWhichRuleAndWhoLost() {
        GoldenRecord golden = newest.merge(person("crm", 10, "Ada", "Byron"), person("erp", 20, "Ada", "Lovelace"));

        Provenance lastname = golden.provenance("lastname").orElseThrow();

        assertThat(lastname.winner().source()).isEqualTo(RecordRef.of("erp", EntityType.PERSON, "1"));
        assertThat(lastname.winner().time()).isEqualTo(SourceRecord.instant(20));
        assertThat(lastname.rule()).isEqualTo("newest");
        assertThat(lastname.lost())
                .extracting(Claim::source)
                .extracting(RecordRef::system)
                .containsExactly(CRM);
        assertThat(golden.provenance("firstname").orElseThrow().lost()).isEmpty();
        assertThat(golden.provenance()).extracting(Provenance::property).contains("firstname", "lastname", "email");
    }

    private static String first(GoldenRecord golden) {
        return golden.values().text("firstname").known().orElseThrow();
    }

    private static SourceRecord person(String system, long time, String firstname, String lastname) {
        return record(
                system, time, Person.SCHEMA, "firstname", firstname, "lastname", lastname, "email", "a@x.example");
    }

    private static SourceRecord organisation(
            String system, long time, String address, String address2, String zip, String country) {
        return record(
                system,
                time,
                Organisation.SCHEMA,
                "name",
                "Acme",
                "address",
                address,
                "address2",
                address2,
                "zip",
                zip,
                "country",
                country);
    }

    private static SourceRecord record(String system, long time, Schema schema, String... original) {
        Fields.Builder fields = Fields.builder(schema);
        for (int i = 0; i < original.length; i += 2) {
            fields.text(original[i], original[i + 1]);
        }
        return Normalizer.normalize(SourceRecord.at(RecordRef.of(system, schema.type(), "1"), fields.build(), time));
    }
}

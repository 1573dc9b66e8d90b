package io.sesam.talk.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ModelTest {
    @Test
    @Tag("R1")
    void recordsAndFieldsAreTwoViewsOfTheSame() {
        Person ada = Person.of("Ada", "", "ada@x.example").withGender(Gender.FEMALE);
        assertThat(Person.from(ada.toFields())).isEqualTo(ada);

        Organisation acme = Organisation.named("Acme")
                .at("Street 1", "", "0150", Country.of("NO"))
                .withDomain("acme.example");
        assertThat(Organisation.from(acme.toFields())).isEqualTo(acme);
        assertThat(acme.toFields().text("zip").known()).contains("0150");

        assertThat(Product.from(Product.named("Chair").toFields())).isEqualTo(Product.named("Chair"));
    }

    @Test
    @Tag("R1")
    void aHostDeclaresFurtherPropertiesAndTypesAsData() {
        Schema extended = Person.SCHEMA.with(Property.text("phone"));
        Fields fields = Person.of("Ada", "Lovelace", "ada@x.example").toFields(extended);
        assertThat(fields.get("phone")).isEqualTo(Value.unknown());
        assertThat(Person.from(fields)).isEqualTo(Person.of("Ada", "Lovelace", "ada@x.example"));

        Schema own = Schema.of(new EntityType("ship"), Property.text("name"), Property.of("flag", Kind.COUNTRY));
        assertThat(Fields.builder(own)
                        .text("flag", "Panama")
                        .build()
                        .country("flag")
                        .known())
                .contains(Country.of("PA"));
        assertThatThrownBy(() -> own.index("flags"))
                .hasMessageContaining("ship")
                .hasMessageContaining("flags");
        assertThatThrownBy(() -> own.with(Property.text("name"))).hasMessageContaining("twice");
    }

    @Test
    @Tag("R2")
    void unknownBlankAndAValueAreThreeThings() {
        Fields fields = Fields.builder(Person.SCHEMA)
                .text("firstname", "Ada")
                .text("lastname", " ")
                .build();

        assertThat(List.of("firstname", "lastname", "email"))
                .extracting(property -> fields.get(property).fold(() -> "unknown", () -> "blank", known -> "known"))
                .containsExactly("known", "blank", "unknown");
        assertThat(fields).isNotEqualTo(fields.toBuilder().text("email", "").build());
        assertThat(fields.originalText(1)).contains("");
        assertThat(fields.originalText(2)).isEmpty();
    }

    @Test
    @Tag("R37")
    void recordsPrintTheirNamesAndNotTheirValues() {
        Fields fields = Person.of("Canary", "Bird", "canary@x.example").toFields();
        SourceRecord record = SourceRecord.of(RecordRef.of("crm", EntityType.PERSON, "1"), fields);

        assertThat(fields.toString() + record).doesNotContain("Canary").doesNotContain("canary@");
    }

    @Test
    @Tag("R38")
    void aReferencePointsToARecordOfAnotherType() {
        Schema person = Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION));

        Fields fields = Fields.builder(person).text("organisation", " 42 ").build();

        assertThat(fields.reference("organisation").known()).contains(new Reference(EntityType.ORGANISATION, "42"));
        assertThatThrownBy(() -> Property.of("boss", Kind.REFERENCE)).hasMessageContaining("names its target");
    }

    @Test
    void aGoldenIdTellsNothingAndIsAlwaysTheSame() {
        GoldenId id = GoldenId.foundedBy(RecordRef.of("crm", EntityType.PERSON, "ada@x.example"));

        assertThat(id).isEqualTo(GoldenId.foundedBy(RecordRef.of("crm", EntityType.PERSON, "ada@x.example")));
        assertThat(id.value()).matches("[a-z2-7]{24}");
        assertThat(id).isNotEqualTo(GoldenId.foundedBy(RecordRef.of("crm", EntityType.ORGANISATION, "ada@x.example")));
    }

    @Test
    void timesSurviveTheirMicroseconds() {
        Instant time = Instant.parse("1969-12-31T23:59:59.123456Z");

        assertThat(SourceRecord.instant(SourceRecord.micros(time))).isEqualTo(time);
        assertThat(SourceRecord.micros(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(SourceRecord.micros(Instant.MIN)).isEqualTo(SourceRecord.NEVER);
    }

    @Test
    void aLinkHasNoDirection() {
        RecordRef one = RecordRef.of("crm", EntityType.PERSON, "1");
        RecordRef other = RecordRef.of("erp", EntityType.PERSON, "1");

        assertThat(new Link(one, other, Link.Origin.STEWARD)).isEqualTo(new Link(other, one, Link.Origin.STEWARD));
        assertThatThrownBy(() -> new Link(one, one, Link.Origin.STEWARD)).hasMessageContaining("itself");
    }
}

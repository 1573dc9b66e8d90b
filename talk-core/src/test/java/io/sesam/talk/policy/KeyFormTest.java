package io.sesam.talk.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Comparison forms of values (R5, R6). */
final class KeyFormTest {
    private static String email(String original) {
        return String.valueOf(Normalizer.normalize(Kind.EMAIL, original));
    }

    private static List<String> keys(MatchRules rules, String... propertiesAndTexts) {
        Fields.Builder rawValues = Fields.builder(Person.SCHEMA);
        for (int i = 0; i < propertiesAndTexts.length; i += 2) {
            rawValues.text(propertiesAndTexts[i], propertiesAndTexts[i + 1]);
        }
        SourceRecord record = SourceRecord.of(RecordRef.of("crm", EntityType.PERSON, "1"), rawValues.build());
        return rules.keys(Normalizer.normalize(record)).stream()
                .map(MatchKey::value)
                .toList();
    }

    @Test
    @Tag("R5")
    void theAddressInACellCountsWhateverStandsAroundIt() {
        for (String cell : List.of(
                "ada@x.example",
                " ADA@X.Example\t",
                "\u200eada@x.example",
                "ada@x.example\u200f",
                "\u2060ada@x.example",
                "a\u00adda@x.example",
                "ada@x\u200b.example",
                "\u00a0ada@x.example\u00a0",
                "mailto:ada@x.example",
                "MAILTO:ada@x.example?subject=a@b",
                "Ada Holm <ada@x.example>",
                "\"Holm, Ada\" <ada@x.example>",
                "\"a@b\" <ada@x.example>",
                "<ada@x.example>",
                "ada@x.example.",
                "'ada@x.example'",
                "\u201cada@x.example\u201d",
                "ada@x.example; Ada@x.example",
                "ada@x.example,")) {
            assertThat(email(cell)).as(cell).isEqualTo("ada@x.example");
            assertThat(Normalizer.furtherAddresses(Kind.EMAIL, cell)).as(cell).isEmpty();
        }
    }

    @Test
    @Tag("R5")
    void theDomainOfAnAddressIsComparedInOneForm() {
        assertThat(email("ada@xn--bcher-kva.example"))
                .isEqualTo(email("ada@b\u00fccher.example"))
                .isEqualTo(email("ada@B\u00dcCHER.example"))
                .isEqualTo(email("ada@bu\u0308cher.example"));
        assertThat(email("ada@xn--strae-oqa.example")).isEqualTo(email("ada@stra\u00dfe.example"));
        assertThat(email("ada@strasse.example")).isNotEqualTo(email("ada@stra\u00dfe.example"));
        assertThat(email("ada@xn--fiqs8s")).isEqualTo(email("ada@\u4e2d\u56fd"));
        assertThat(email("ada@xn--!.example")).isEqualTo("ada@xn--!.example");
        assertThat(Normalizer.normalize(Kind.DOMAIN, "https://B\u00fccher.example/x"))
                .isEqualTo(Normalizer.normalize(Kind.DOMAIN, "xn--bcher-kva.example"));
    }

    @Test
    @Tag("R5")
    void aDottedCapitalIIsAnI() {
        assertThat(email("B\u0130LGE@x.example"))
                .isEqualTo("bilge@x.example")
                .isEqualTo(email("bi\u0307lge@x.example"));
        assertThat(email("b\u0131lge@x.example")).isNotEqualTo("bilge@x.example");
    }

    @Test
    @Tag("R5")
    void whatCannotBeAnAddressIsNoKeyAndAPlaceholderIsBlank() {
        for (String placeholder :
                List.of("NULL", "n/a", "N/A", "#N/A", "-", "--", "\\N", "none", "None", "?", "#REF!")) {
            assertThat(Normalizer.normalize(Kind.EMAIL, placeholder))
                    .as(placeholder)
                    .isEqualTo(Blank.BLANK);
            assertThat(keys(MatchRules.defaultsFor(EntityType.PERSON), "email", placeholder))
                    .as(placeholder)
                    .isEmpty();
        }
        assertThat(email("no mail")).isEqualTo("no mail");
        for (String other : List.of("no mail", "ada(at)x.example", "@x.example", "ada@", "a@b@c")) {
            assertThat(keys(MatchRules.defaultsFor(EntityType.PERSON), "email", other))
                    .as(other)
                    .isEmpty();
        }
    }

    @Test
    @Tag("R5")
    void everyAddressOfACellIsAKeyAndTheFirstOneIsTheValue() {
        for (String cell : List.of(
                "Ada@x.example ::: ada@y.example",
                "Ada@x.example:::ada@y.example",
                "Ada@x.example; ada@y.example",
                "Ada@x.example, ada@y.example",
                "Ada@x.example ada@y.example",
                "Ada <Ada@x.example>, Ada at home <ada@y.example>")) {
            assertThat(keys(MatchRules.defaultsFor(EntityType.PERSON), "email", cell))
                    .as(cell)
                    .containsExactly("ada@x.example", "ada@y.example");
            assertThat(Normalizer.spell(Kind.EMAIL, cell)).isEqualTo("Ada@x.example");
        }
    }

    @Test
    @Tag("R5")
    void furtherMatchValuesAreKeysOfEveryRuleThatUsesTheirProperty() {
        SourceRecord record = Normalizer.normalize(SourceRecord.of(
                        RecordRef.of("crm", EntityType.PERSON, "1"),
                        Person.of("Ada", "Holm", "ada@x.example").toFields())
                .matching(Map.of("email", List.of("Ada@Y.example", "n/a", "ada@x.example"))));
        MatchRules rules = MatchRules.defaultsFor(EntityType.PERSON)
                .by(MatchRule.same("email"), MatchRule.same("email", "lastname"));

        assertThat(rules.keys(record))
                .extracting(key -> key.value().replace('\u001f', '|'))
                .containsExactly("ada@x.example", "ada@y.example", "ada@x.example|Holm|", "ada@y.example|Holm|");
    }

    @Test
    @Tag("R6")
    void aNameIsComparedAsAPersonSeesIt() {
        MatchRules byName = MatchRules.defaultsFor(EntityType.PERSON).by(MatchRule.same("lastname", "firstname"));
        for (String name : List.of("Acme AS", "Acme\u00a0AS", " Acme  AS ", "Ac\u200bme \u200e AS", "Acme\tAS")) {
            assertThat(keys(byName, "lastname", name, "firstname", "Ada"))
                    .as(name)
                    .containsExactly("Acme AS\u001fAda\u001f");
        }
        assertThat(keys(byName, "lastname", "ACME AS", "firstname", "Ada"))
                .isNotEqualTo(List.of("Acme AS\u001fAda\u001f"));
        for (String placeholder : List.of("n/a", "-", "#REF!", "NULL", "\u2013", "#DIV/0!")) {
            assertThat(keys(byName, "lastname", placeholder, "firstname", "Ada"))
                    .as(placeholder)
                    .isEmpty();
        }
        assertThat(keys(byName, "lastname", "Null", "firstname", "Ada")).hasSize(1);
    }

    @Test
    @Tag("R5")
    void aRuleComparesInTheFormThatTheHostChose() {
        MatchRules rules = MatchRules.defaultsFor(EntityType.PERSON)
                .by(
                        MatchRule.same("lastname", "firstname").comparing("lastname", KeyForm.CASE_FOLDED),
                        MatchRule.same("firstname").comparing("firstname", KeyForm.DIGITS),
                        MatchRule.same("gender").comparing("gender", KeyForm.DIGITS));
        assertThat(keys(rules, "lastname", "HOLM", "firstname", "Ada")).containsExactly("holm\u001fAda\u001f");
        assertThat(keys(rules, "firstname", "+47 (22) 33\u00a044")).containsExactly("47223344");

        KeyForm initials = KeyForm.of("initial", text -> text.startsWith("X") ? null : text.substring(0, 1));
        MatchRules own = rules.by(MatchRule.same("firstname").comparing("firstname", initials));
        assertThat(keys(own, "firstname", "Ada")).containsExactly("A");
        assertThat(keys(own, "firstname", "Xerxes")).isEmpty();
        assertThat(own.fingerprint())
                .isNotEqualTo(rules.by(MatchRule.same("firstname")).fingerprint());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MatchRule.same("firstname").comparing("email", initials))
                .withMessageContaining("has no property \"email\"");
    }

    @Test
    @Tag("R5")
    void aGoldenValueIsSpeltAsARecordSpellsIt() {
        SourceRecord record = Normalizer.normalize(SourceRecord.of(
                RecordRef.of("crm", EntityType.PERSON, "1"),
                Person.of("Ada", "Holm", " Ada <B\u0130LGE@X.Example> ").toFields()));
        GoldenRecord golden = Survivorship.newest(Person.SCHEMA, List.of()).merge(record);
        assertThat(golden.values().text("email").known()).contains("B\u0130LGE@X.Example");
        assertThat(record.values().text("email").known()).contains("bilge@x.example");
        assertThat(golden.provenance("email").orElseThrow().winner().value().known())
                .map(Object::toString)
                .contains("B\u0130LGE@X.Example");
    }
}

package io.sesam.talk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class NormalizerTest {
    @Test
    @Tag("R6")
    void textIsComposedAndStrippedAndKeepsItsCase() {
        assertThat(Normalizer.normalize(Kind.TEXT, "\u00a0Cafe\u0301 \u200b")).isEqualTo("Café");
        assertThat(Normalizer.normalize(Kind.TEXT, "a  b")).isEqualTo("a  b");
        assertThat(Normalizer.normalize(Kind.TEXT, "\u00a0")).isEqualTo(Blank.BLANK);
    }

    @Test
    @Tag("R5")
    void anEmailIsLowerCase() {
        assertThat(Normalizer.normalize(Kind.EMAIL, " Ada@X.Example\t")).isEqualTo("ada@x.example");
        assertThat(Normalizer.normalize(Kind.EMAIL, "ÅSE@x.example")).isEqualTo("åse@x.example");
    }

    @Test
    void aDomainIsTheBareHost() {
        assertThat(Normalizer.normalize(Kind.DOMAIN, "https://www.Acme.example:8080/about?x#y"))
                .isEqualTo("acme.example");
        assertThat(Normalizer.normalize(Kind.DOMAIN, "www.no")).isEqualTo("www.no");
        assertThat(Normalizer.normalize(Kind.DOMAIN, "acme.example.")).isEqualTo("acme.example");
        assertThat(Normalizer.normalize(Kind.DOMAIN, "https://")).isEqualTo("https://");
    }

    @Test
    void whatIsNormalAlreadyIsTheVerySame() {
        Fields normal = Person.of("Ada", "Lovelace", "ada@x.example").toFields();

        assertThat(Normalizer.normalize(normal)).isSameAs(normal);
    }

    @Test
    @Tag("R2")
    void nothingBecomesSomething() {
        Fields fields = Fields.builder(Person.SCHEMA).text("firstname", "").build();

        assertThat(Normalizer.normalize(fields)).isEqualTo(fields);
    }

    @Test
    void aRecordInNormalFormIsItsOwnAndItsOriginalIsNot() {
        SourceRecord normal = SourceRecord.of(
                RecordRef.of("crm", EntityType.PERSON, "1"),
                Person.of("Ada", "Lovelace", "ada@x.example").toFields());
        assertThat(normal.isNormalized()).isFalse();
        assertThat(Normalizer.normalize(normal)).isSameAs(normal);
        assertThat(normal.isNormalized()).isTrue();
        assertThat(normal.original().isNormalized()).isFalse();
        assertThat(normal.original()).isEqualTo(normal);
        assertThat(Normalizer.normalize(normal.original()).values()).isEqualTo(normal.values());

        SourceRecord other = SourceRecord.of(
                RecordRef.of("crm", EntityType.PERSON, "1"),
                Person.of("Ada", "Lovelace", "ADA@x.example").toFields());
        assertThat(Normalizer.normalize(other)).isNotSameAs(other);
        assertThat(other.isNormalized()).isFalse();
    }

    /** An address in brackets is taken out of them by the general rule, whatever letters it has. */
    @Test
    @Tag("R5")
    void theShortWayForPlainAddressesGivesWhatTheGeneralRuleGives() {
        Random random = new Random(17);
        String letters = "abzAZI09._+-@@xn--";
        int plain = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(12); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            String form = EmailAddresses.plainForm(text.toString());
            if (form != null) {
                plain++;
                assertThat(Normalizer.normalize(Kind.EMAIL, "<" + text + ">"))
                        .as(text.toString())
                        .isEqualTo(form)
                        .isEqualTo(Normalizer.normalize(Kind.EMAIL, text.toString()));
                assertThat(KeyForm.VISIBLE.apply(Kind.EMAIL, text.toString())).contains(form);
                assertThat(KeyForm.VISIBLE.apply(Kind.EMAIL, "<" + text + ">")).contains(form);
            }
            if (!EmailAddresses.maybeSeveral(text.toString())) {
                assertThat(EmailAddresses.in(text.toString())).hasSizeLessThan(2);
            }
        }
        assertThat(plain).isGreaterThan(1_000);
    }
}

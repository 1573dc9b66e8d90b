package io.sesam.talk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Person;
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
        Fields fields = Fields.builder(Person.SCHEMA).say("firstname", "").build();

        assertThat(Normalizer.normalize(fields)).isEqualTo(fields);
    }
}

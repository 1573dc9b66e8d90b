package io.sesam.talk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void theSameSeedMakesTheSameSamples() {
        assertThat(Samples.seeded(42).people(200)).isEqualTo(Samples.seeded(42).people(200));
        assertThat(Samples.seeded(42).people(200))
                .isNotEqualTo(Samples.seeded(43).people(200));
    }

    @Test
    void theyPrintTheSeedThatMakesThemAgain() {
        assertThat(Samples.seeded(42)).hasToString("Samples.seeded(42L)");
    }

    @Test
    void somePeopleCameBeforeWithAnotherSpellingOfTheirMail() {
        List<String> mails = Samples.seeded(1).people(500).stream()
                .flatMap(person -> person.originalText(Person.SCHEMA.index("email")).stream())
                .filter(mail -> !mail.isBlank())
                .toList();
        long meant = mails.stream()
                .map(mail -> mail.strip().toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        assertThat(meant).isLessThan(mails.stream().distinct().count()).isBetween(300L, 480L);
    }

    @Test
    void everyKindOfNothingIsAmongThem() {
        List<Fields> people = Samples.seeded(1).people(300);
        int email = Person.SCHEMA.index("email");
        assertThat(people).anyMatch(person -> person.slot(email) == null);
        assertThat(people).anyMatch(person -> person.slot(email) != null && !person.isKnown(email));
        assertThat(people).anyMatch(person -> person.isKnown(email));
    }

    @Test
    void plainRecordsShareNoKey() {
        Samples samples = Samples.seeded(1);
        assertThat(Stream.generate(() -> samples.record(Organisation.SCHEMA).get("name"))
                        .limit(1000))
                .doesNotHaveDuplicates();
    }
}

package io.sesam.talk.engine.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Edits and echoes, and when they were made. */
final class ChangeDetectorTest {
    private static final RecordRef REF = RecordRef.of("crm", EntityType.PERSON, "1");
    private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = SEEN.plusSeconds(60);
    private static final TypeSpec SPEC = TypeSpec.of(
                    Person.SCHEMA, FieldSpec.of("firstname"), FieldSpec.of("lastname"), FieldSpec.of("email"))
            .build();

    @Test
    @Tag("R12")
    void atFirstSightAValueIsAsOldAsItsOwnTimeElseItsRecordElseTheSight() {
        RecordSnapshot now = person("Ada", "Lovelace");
        assertThat(time(observe(null, now), 0)).isEqualTo(SEEN);
        assertThat(time(observe(null, now.modified(SEEN.minusSeconds(9))), 0)).isEqualTo(SEEN.minusSeconds(9));
        SourceRecord own =
                observe(null, now.modified(SEEN.minusSeconds(9)).times(Map.of("lastname", SEEN.minusSeconds(99))));
        assertThat(time(own, 0)).isEqualTo(SEEN.minusSeconds(9));
        assertThat(time(own, 1)).isEqualTo(SEEN.minusSeconds(99));
    }

    @Test
    @Tag("R12")
    void onlyThePropertiesThatChangedMoveForwardWithTheRecord() {
        SourceRecord before = observe(null, person("Ada", "Byron").modified(SEEN.minusSeconds(100)));

        SourceRecord after = again(before, person("Ada", "Lovelace").modified(SEEN.minusSeconds(10)), true);

        assertThat(time(after, 0)).isEqualTo(SEEN.minusSeconds(100));
        assertThat(time(after, 1)).isEqualTo(SEEN.minusSeconds(10));
    }

    @Test
    @Tag("R12")
    void aModificationTimeThatStandsStillSaysNothing() {
        SourceRecord before = observe(null, person("Ada", "Byron").modified(SEEN.minusSeconds(100)));

        SourceRecord after = again(before, person("Ada", "Lovelace").modified(SEEN.minusSeconds(100)), true);

        assertThat(time(after, 1)).isEqualTo(LATER);
    }

    @Test
    @Tag("R18")
    void whatIsTheSameIsTheVerySameObject() {
        SourceRecord before = observe(null, person("Ada", "Byron").modified(SEEN));

        assertThat(again(before, person("Ada", "Byron").modified(LATER), true)).isSameAs(before);
    }

    @Test
    @Tag("R2")
    void aPropertyThatIsNotSentKeepsWhatWasLastSeen() {
        SourceRecord before = observe(null, person("Ada", "Byron"));
        RecordSnapshot partial = RecordSnapshot.of(
                "1", Fields.builder(Person.SCHEMA).text("firstname", "Augusta").build());

        SourceRecord after = again(before, partial, true);

        assertThat(after.rawValues().text("lastname").known()).contains("Byron");
        assertThat(after.rawValues().text("firstname").known()).contains("Augusta");
    }

    @Test
    @Tag("R13")
    void emptyingIsAnEditOnlyInCompany() {
        SourceRecord before = observe(null, person("Ada", "Byron"));

        assertThat(again(before, person("Ada", ""), true).has(1, Stamps.CLEARED))
                .isTrue();
        assertThat(again(before, person("Ada", ""), false).has(1, Stamps.CLEARED))
                .isFalse();
    }

    @Test
    @Tag("R12")
    @Tag("R20")
    void whatTalkWroteIsAnEchoWithTheTimeAndFullValueOfWhoSaidIt() {
        GoldenRecord golden = golden("Augusta Ada", 5);
        SourceRecord before = observe(null, person("Ada", "Byron"));

        SourceRecord writtenValue =
                written(before, golden, Optional.of(person("AUGUSTA", "Byron").modified(LATER)));

        assertThat(writtenValue.has(0, Stamps.ECHO)).isTrue();
        assertThat(writtenValue.time(0)).isEqualTo(5);
        assertThat(writtenValue.effectiveValue(0)).isEqualTo("Augusta Ada");
        assertThat(writtenValue.rawValues().text("firstname").known()).contains("AUGUSTA");
        assertThat(again(writtenValue, person("AUGUSTA", "Byron").modified(LATER.plusSeconds(5)), true))
                .isSameAs(writtenValue);
    }

    @Test
    @Tag("R20")
    void whatASystemDoesNotShowAtOnceIsRecognisedWhenItShows() {
        SourceRecord writtenValue =
                written(observe(null, person("Ada", "Byron")), golden("Augusta Ada", 5), Optional.empty());
        assertThat(writtenValue.has(0, Stamps.UNSEEN)).isTrue();

        SourceRecord shown = again(writtenValue, person("augusta", "Byron"), true);

        assertThat(shown.has(0, Stamps.ECHO)).isTrue();
        assertThat(shown.has(0, Stamps.UNSEEN)).isFalse();
        assertThat(shown.effectiveValue(0)).isEqualTo("Augusta Ada");
        assertThat(again(shown, person("Gusta", "Byron"), true).has(0, Stamps.ECHO))
                .isFalse();
    }

    @Test
    @Tag("R20")
    void anEditRightAfterAWriteIsNoRendering() {
        SourceRecord writtenValue =
                written(observe(null, person("Ada", "Byron")), golden("Augusta Ada", 5), Optional.empty());

        SourceRecord edited = again(writtenValue, person("Grace", "Byron"), true);

        assertThat(edited.has(0, Stamps.ECHO)).isFalse();
        assertThat(edited.effectiveValue(0)).isEqualTo("Grace");
    }

    @Test
    @Tag("R13")
    void aClearThatTravelledIsAClearThereToo() {
        SourceRecord cleared = again(observe(null, person("Ada", "Byron")), person("", "Byron"), true);
        GoldenRecord golden = Survivorship.newest(Person.SCHEMA, List.of()).merge(Normalizer.normalize(cleared));

        SourceRecord writtenValue = written(observe(null, person("Ada", "Byron")), golden, Optional.empty());

        assertThat(writtenValue.effectiveValue(0)).isEqualTo(Blank.BLANK);
        assertThat(writtenValue.has(0, Stamps.CLEARED)).isTrue();
    }

    private static GoldenRecord golden(String firstname, long time) {
        SourceRecord origin = SourceRecord.at(
                RecordRef.of("erp", EntityType.PERSON, "9"),
                person(firstname, "Byron").fields(),
                time);
        return Survivorship.newest(Person.SCHEMA, List.of()).merge(Normalizer.normalize(origin));
    }

    private static SourceRecord written(SourceRecord before, GoldenRecord golden, Optional<RecordSnapshot> after) {
        Fields wrote =
                Fields.builder(Person.SCHEMA).slot(0, golden.values().slot(0)).build();
        return Normalizer.normalize(ChangeDetector.written(before, REF, wrote, golden, after, SPEC, Sight.at(LATER)));
    }

    private static SourceRecord observe(SourceRecord before, RecordSnapshot now) {
        return ChangeDetector.observe(before, REF, now, Sight.at(SEEN), false);
    }

    private static SourceRecord again(SourceRecord before, RecordSnapshot now, boolean linked) {
        return ChangeDetector.observe(before, REF, now, Sight.at(LATER), linked);
    }

    private static Instant time(SourceRecord record, int index) {
        return SourceRecord.instant(record.time(index));
    }

    private static RecordSnapshot person(String firstname, String lastname) {
        return RecordSnapshot.of(
                "1",
                Fields.builder(Person.SCHEMA)
                        .text("firstname", firstname)
                        .text("lastname", lastname)
                        .build());
    }
}

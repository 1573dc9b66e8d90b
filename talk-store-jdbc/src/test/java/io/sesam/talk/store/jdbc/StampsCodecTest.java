package io.sesam.talk.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StampsCodecTest {
    private static final long TIME = 1_767_355_200_000_000L;

    private final StampsCodec codec = new StampsCodec(new FieldsCodec());

    private static SourceRecord stamped(Stamps stamps) {
        RecordRef ref = RecordRef.of("crm", EntityType.PERSON, "1");
        return SourceRecord.remembered(
                ref, Fields.unknown(Person.SCHEMA), TIME, SourceRecord.NEVER, SourceRecord.NEVER, stamps);
    }

    @Test
    void saysInWordsWhatIsPeculiarAndNothingElse() {
        Stamps stamps = Stamps.all(Person.SCHEMA.size(), TIME)
                .with(1, TIME, Stamps.ECHO | Stamps.UNSEEN, "Lovelace")
                .with(2, TIME + 1, 0, null);
        assertThat(codec.write(stamped(stamps), Map.of()))
                .isEqualTo(
                        "{\"lastname\":\"2026-01-02T12:00:00Z echo unseen\",\"email\":\"2026-01-02T12:00:00.000001Z\"}");
        assertThat(codec.writeWritten(stamped(stamps), Map.of())).isEqualTo("{\"lastname\":\"Lovelace\"}");
    }

    @Test
    void saysNothingOfAPlainRecord() {
        assertThat(codec.write(stamped(Stamps.all(Person.SCHEMA.size(), TIME)), Map.of()))
                .isNull();
        assertThat(codec.writeWritten(stamped(Stamps.all(Person.SCHEMA.size(), TIME)), Map.of()))
                .isNull();
        assertThat(codec.read(Person.SCHEMA, TIME, null, null)).isNull();
    }

    @Test
    void hasAWordForEveryMark() throws IllegalAccessException {
        for (Field field : Stamps.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                String written = codec.write(
                        stamped(Stamps.all(Person.SCHEMA.size(), TIME).with(0, TIME, field.getInt(null), null)),
                        Map.of());
                String word = field.getInt(null) == Stamps.ENRICHED
                        ? "faint" // as in the stores of earlier versions
                        : field.getName().toLowerCase(Locale.ROOT);
                assertThat(written).endsWith(" " + word + "\"}");
            }
        }
    }

    @Test
    void keepsMarksItHasNoWordFor() {
        Stamps stamps = Stamps.all(Person.SCHEMA.size(), TIME).with(0, TIME, 256 | Stamps.AGREED, null);
        String written = codec.write(stamped(stamps), Map.of());
        assertThat(written).contains("agreed 256");
        assertThat(codec.read(Person.SCHEMA, TIME, written, null)).isEqualTo(stamps);
    }

    @Test
    void timesAreInTheOrderOfTheirTexts() {
        String[] texts = Arrays.stream(new long[] {0, 1_000_000, 1_000_001, 1_500_000, 10_000_000})
                .mapToObj(micros -> ColumnTimes.write(SourceRecord.instant(micros)))
                .toArray(String[]::new);
        assertThat(texts).isSorted();
        assertThat(ColumnTimes.read(texts[2])).isEqualTo(SourceRecord.instant(1_000_001));
    }
}

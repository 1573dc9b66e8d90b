package io.sesam.talk.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is lost in bytes, and damaged bytes are never taken for a record. */
final class RecordCodecTest {
    private static final EntityType TYPE = new EntityType("guest");
    private static final Schema SCHEMA = Schema.of(
            TYPE,
            Property.text("name"),
            Property.of("email", Kind.EMAIL),
            Property.of("site", Kind.DOMAIN),
            Property.of("country", Kind.COUNTRY),
            Property.of("gender", Kind.GENDER),
            Property.reference("company", EntityType.ORGANISATION));
    private static final RecordCodec CODEC = RecordCodec.of(SCHEMA);
    private static final String[] TEXTS = {
        "Ada",
        "",
        " Åse  Ødegård ",
        "ADA@X.example",
        "a@x.example, b@x.example",
        "Norge",
        "norway",
        "Nirgendwo",
        "f",
        "?",
        "\ud83d\ude00 smile",
        "lone \ud83d",
        "\ude00 first",
        "x\r\ny",
        "e\u0301"
    };

    @Test
    @Tag("R4")
    void aRecordComesBackWithAllItSaid() {
        long seed = Long.getLong("talk.seed", 18);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            SourceRecord record = record(random);
            assertSame(record, CODEC.record(CODEC.encode(record)), seed + " " + i);
        }
    }

    private static void assertSame(SourceRecord record, SourceRecord back, String about) {
        assertThat(back).as(about).isEqualTo(record);
        assertThat(textsOf(back.rawValues())).as(about).isEqualTo(textsOf(record.rawValues()));
        assertThat(textsOf(back.values())).as(about).isEqualTo(textsOf(record.values()));
        assertThat(textsOf(back.spelling())).as(about).isEqualTo(textsOf(record.spelling()));
        assertThat(back.isNormalized()).as(about).isEqualTo(record.isNormalized());
        assertThat(back.isPlain()).as(about).isEqualTo(record.isPlain());
        assertThat(CODEC.encode(back)).as(about).isEqualTo(CODEC.encode(record));
    }

    /** Equal countries may be spelt differently, so that equal fields prove too little. */
    private static List<String> textsOf(Fields fields) {
        return java.util.stream.IntStream.range(0, fields.schema().size())
                .mapToObj(i -> fields.slot(i) == null
                        ? "unknown"
                        : fields.slot(i).getClass().getSimpleName() + " " + Fields.textOf(fields.slot(i)))
                .toList();
    }

    private static SourceRecord record(Random random) {
        @Nullable Object[] slots = new Object[SCHEMA.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = value(i, random);
        }
        SourceRecord record = SourceRecord.at(
                RecordRef.of(random.nextBoolean() ? "crm" : "erp", TYPE, "id " + random.nextInt(50)),
                Fields.over(SCHEMA, slots),
                time(random));
        record = record.createdAt(time(random)).firstSeenAt(time(random));
        if (random.nextInt(3) == 0) {
            Stamps stamps = Stamps.all(SCHEMA.size(), time(random));
            for (int i = 0; i < SCHEMA.size(); i++) {
                stamps = stamps.with(i, time(random), random.nextInt(128), value(i, random));
            }
            record = record.stamped(stamps);
        }
        if (random.nextInt(3) == 0) {
            record =
                    record.matching(Map.of("email", List.of("second@x.example", "third@x.example"), "name", List.of()));
        }
        return random.nextBoolean() ? Normalizer.normalize(record) : record;
    }

    private static long time(Random random) {
        return random.nextInt(4) == 0 ? SourceRecord.NEVER : random.nextLong();
    }

    private static @Nullable Object value(int index, Random random) {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> Blank.BLANK;
            default ->
                switch (SCHEMA.property(index).kind()) {
                    case COUNTRY -> Country.parse(text);
                    case GENDER -> Gender.parse(text);
                    case REFERENCE ->
                        new Reference(
                                random.nextInt(5) == 0 ? EntityType.PRODUCT : EntityType.ORGANISATION, "7" + text);
                    case TEXT, EMAIL, DOMAIN -> text;
                };
        };
    }

    @Test
    @Tag("R15")
    void aGoldenRecordComesBackWithItsProvenance() {
        Random random = new Random(19);
        for (int i = 0; i < 300; i++) {
            SourceRecord[] members = new SourceRecord[1 + random.nextInt(4)];
            Arrays.setAll(members, at -> Normalizer.normalize(record(random)));
            Arrays.sort(members, SourceRecord.OLDEST_FIRST);
            GoldenRecord golden = TypePolicy.defaults(SCHEMA).survivorship().merge(members);

            GoldenRecord back = CODEC.golden(CODEC.encode(golden));

            assertThat(back).as("golden record %d", i).isEqualTo(golden);
            assertThat(back.provenance()).isEqualTo(golden.provenance());
            assertThat(back.members()).isEqualTo(golden.members());
            assertThat(CODEC.encode(back)).isEqualTo(CODEC.encode(golden));
        }
    }

    @Test
    void aLinkComesBack() {
        for (Link.Origin origin : Link.Origin.values()) {
            Link link = new Link(RecordRef.of("crm", TYPE, "1"), RecordRef.of("erp", TYPE, "Å"), origin);
            assertThat(CODEC.link(CODEC.encode(link))).isEqualTo(link);
        }
    }

    @Test
    void anyFlippedBitAndAnyCutIsFound() {
        byte[] sound = CODEC.encode(Normalizer.normalize(record(new Random(20))));
        for (int bit = 0; bit < sound.length * 8; bit++) {
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> CODEC.record(flipped)).as("bit %d", bit).isInstanceOf(TalkException.class);
        }
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> CODEC.record(cut))
                    .as("cut to %d", length)
                    .isInstanceOf(TalkException.class)
                    .hasMessageContaining("damaged or cut off")
                    .hasMessageContaining("run the step again");
        }
        byte[] longer = Arrays.copyOf(sound, sound.length + 1);
        assertThatThrownBy(() -> CODEC.record(longer)).hasMessageContaining("damaged");
    }

    @Test
    void bytesOfANewerVersionAreRefusedByName() {
        byte[] newer = CODEC.encode(record(new Random(21)));
        newer[0] = RecordCodec.VERSION + 1;

        assertThatThrownBy(() -> CODEC.record(newer))
                .isInstanceOf(TalkException.class)
                .hasMessage("a source record is in version 2 of its encoding, and this Talk reads version 1; use one"
                        + " version of Talk for all steps of a merge");
    }

    @Test
    void bytesOfAnotherSchemaOrFormAreRefusedByName() {
        byte[] bytes = CODEC.encode(record(new Random(22)));
        RecordCodec other = RecordCodec.of(SCHEMA.with(Property.text("title")));

        assertThatThrownBy(() -> other.record(bytes))
                .hasMessageContaining("another schema than that of the type guest");
        assertThatThrownBy(() -> CODEC.golden(bytes)).hasMessageContaining("expected the bytes of a golden record");
    }

    /** These bytes are what version 1 is; when they change, the version must. */
    @Test
    void versionOneStaysAsItIs() {
        Schema schema = Schema.of(TYPE, Property.text("name"), Property.of("country", Kind.COUNTRY));
        SourceRecord record = SourceRecord.at(
                RecordRef.of("crm", TYPE, "1"),
                Fields.builder(schema)
                        .text("name", " Ada")
                        .text("country", "Norge")
                        .build(),
                5);

        byte[] bytes = RecordCodec.of(schema).encode(Normalizer.normalize(record));

        assertThat(java.util.HexFormat.of().formatHex(bytes))
                .isEqualTo("015257403040120663726d02310000000000000005020820416461030a4e6f7267650206416461076ddde43e");
    }
}

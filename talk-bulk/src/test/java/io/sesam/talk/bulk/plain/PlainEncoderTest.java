package io.sesam.talk.bulk.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.bulk.work.Frames;
import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.KeyForm;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows and objects give the same bytes, and the bytes give the record back. */
final class PlainEncoderTest {
    private static final Schema SCHEMA = Schema.of(
            EntityType.PERSON,
            Property.text("name"),
            Property.of("email", Kind.EMAIL),
            Property.of("gender", Kind.GENDER),
            Property.of("country", Kind.COUNTRY),
            Property.of("site", Kind.DOMAIN),
            Property.reference("employer", EntityType.ORGANISATION),
            Property.text("note"));
    private static final String[] TEXTS = {
        "",
        " ",
        "Ada",
        "Åse Bø",
        " stray",
        "stray ",
        "a,b",
        "a\"b",
        "two\nlines",
        "a\rb",
        "e\u0301",
        "日本",
        "👩",
        "\u00a0x",
        "n/a",
        "-",
        "ada@x.example",
        "ADA@x.example",
        "a--b@x.example",
        "<a@b.example>",
        "a@b.example, c@d.example",
        "info@x.example",
        "male",
        "Frau",
        "NO",
        "Norge",
        "17",
        "\u2028",
        "x".repeat(100),
        "é".repeat(64),
        "\u001c"
    };
    private static final MatchRules RULES = MatchRules.defaultsFor(EntityType.PERSON);

    private static TypePolicy policy(Random random) {
        MatchRules rules = switch (random.nextInt(5)) {
            case 0 -> RULES.by(MatchRule.same("name"));
            case 1 -> RULES.by(MatchRule.same("email"), MatchRule.same("note"));
            case 2 ->
                RULES.by(
                        MatchRule.same("name").comparing("name", KeyForm.CASE_FOLDED), MatchRule.same("email", "name"));
            case 3 -> RULES.by();
            default -> RULES;
        };
        return TypePolicy.of(
                random.nextBoolean() ? rules.ignoring("info@x.example", "ada") : rules,
                Survivorship.newest(SCHEMA, List.of()));
    }

    private static String pick(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    @Test
    void rowsAndObjectsGiveTheSameBytesWhichGiveTheRecordBack() {
        int direct = 0;
        for (long seed = 0; seed < 120; seed++) {
            Random random = new Random(seed);
            TypePolicy policy = policy(random);
            PlainLayout layout = new PlainLayout(policy, random.nextInt(3) == 0 ? Set.of(5) : Set.of());
            PlainEncoder fromRows = new PlainEncoder(layout);
            PlainEncoder fromObjects = new PlainEncoder(layout);
            PlainDecoder decoder = new PlainDecoder(layout);
            for (int row = 0; row < 60; row++) {
                SystemName system = new SystemName(random.nextBoolean() ? "crm" : "erp");
                String id = random.nextInt(4) == 0 ? pick(random).strip() : "" + row;
                id = id.isEmpty() ? "1" : id;
                long modified = random.nextBoolean() ? SourceRecord.NEVER : random.nextLong();
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                text.writeBytes(id.getBytes(StandardCharsets.UTF_8));
                int idTo = text.size();
                int[] from = new int[SCHEMA.size()];
                int[] to = new int[SCHEMA.size()];
                Fields.Builder fields = Fields.builder(SCHEMA);
                for (int i = 0; i < from.length; i++) {
                    String cell = random.nextInt(4) == 0 ? null : i == 4 && random.nextBoolean() ? "" : pick(random);
                    from[i] = cell == null ? -1 : text.size();
                    text.writeBytes((cell == null ? "" : cell).getBytes(StandardCharsets.UTF_8));
                    to[i] = cell == null ? -1 : text.size();
                    fields.text(SCHEMA.property(i).name(), cell);
                }
                text.writeBytes("\n, 17,x,y".getBytes(StandardCharsets.UTF_8));
                SourceRecord record = Normalizer.normalize(
                        SourceRecord.at(new RecordRef(system, EntityType.PERSON, id), fields.build(), modified));
                boolean taken = fromRows.row(system, text.toByteArray(), 0, idTo, from, to, modified);
                boolean encoded = fromObjects.record(record);
                String about = "seed " + seed + ", row " + row;
                if (taken) {
                    direct++;
                    assertThat(encoded).as(about).isTrue();
                    assertThat(bytes(fromRows)).as(about).isEqualTo(bytes(fromObjects));
                    assertThat(fromRows.record().reference())
                            .isEqualTo(fromObjects.record().reference());
                }
                if (encoded) {
                    assertThat(fromObjects.record().reference()).isEqualTo(Hashes.reference(system.value(), id));
                    assertThat(fromObjects.record().keyCount())
                            .isEqualTo(policy.rules().keys(record).size());
                    for (int i = 0; i < fromObjects.record().keyCount(); i++) {
                        var key = policy.rules().keys(record).get(i);
                        assertThat(fromObjects.record().key(i))
                                .as(about)
                                .isEqualTo(Hashes.key(key.rule(), key.value()));
                    }
                    SourceRecord back = decoder.record(fromObjects.record().array(), Frames.RECORD);
                    assertThat(back).as(about).isEqualTo(record);
                    assertThat(back.values()).as(about).isEqualTo(record.values());
                    assertThat(back.spelling()).as(about).isEqualTo(record.spelling());
                }
            }
        }
        assertThat(direct).as("rows taken as bytes").isGreaterThan(200);
    }

    private static byte[] bytes(PlainEncoder encoder) {
        return Arrays.copyOfRange(
                encoder.record().array(), Frames.RECORD, encoder.record().length());
    }

    @Test
    void whatPlainRecordsDoNotHaveIsRefused() {
        PlainEncoder encoder = new PlainEncoder(new PlainLayout(policy(new Random(1)), Set.of()));
        SourceRecord plain = Normalizer.normalize(SourceRecord.of(
                RecordRef.of("crm", EntityType.PERSON, "1"),
                Fields.builder(SCHEMA).text("name", "Ada").build()));
        assertThat(encoder.record(plain)).isTrue();
        assertThat(encoder.record(plain.createdAt(1))).isFalse();
        assertThat(encoder.record(plain.firstSeenAt(1))).isFalse();
        assertThat(encoder.record(plain.stamped(Stamps.all(SCHEMA.size(), 1)))).isFalse();
        assertThat(encoder.record(plain.matching(Map.of("email", List.of("a@x.example")))))
                .isFalse();
    }
}

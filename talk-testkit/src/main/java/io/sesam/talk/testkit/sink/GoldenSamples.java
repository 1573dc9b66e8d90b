package io.sesam.talk.testkit.sink;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Types, records and golden records with difficult values. */
final class GoldenSamples {
    /** A host's type whose names are SQL keywords or column names. */
    static final Schema ORDER = Schema.of(
            new EntityType("order"),
            Property.text("select"),
            Property.text("version"),
            Property.text("id"),
            Property.text("id_"),
            Property.reference("from", EntityType.PERSON));

    static final List<Schema> SCHEMAS = List.of(Person.SCHEMA.with(Property.text("desk")), Organisation.SCHEMA, ORDER);

    /** {@code null} is unknown, "" is blank. */
    private static final String[] TEXTS = {
        null,
        "",
        "0150",
        "Ærlig Østby",
        "😀 𝔘𝔫𝔦",
        "O'Neill \"the\" \\ second",
        "two\nlines\tand a tab",
        "NULL",
        "null",
        "%s;--",
        "e\u0301",
        "é",
        "Ω".repeat(300),
        "x"
    };

    private final Random random;

    GoldenSamples(Random random) {
        this.random = random;
    }

    /**
     * Returns one of several similar ids. Ids that differ only in case, white space or punctuation are different ids.
     */
    String recordId(int number) {
        return switch (number % 4) {
            case 0 -> "a" + number / 4;
            case 1 -> "A" + number / 4;
            case 2 -> " a" + number / 4;
            default -> "å'\"" + number / 4;
        };
    }

    SourceRecord record(RecordRef ref, Schema schema) {
        @Nullable Object[] slots = new Object[schema.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = slot(schema.property(i));
        }
        long time = random.nextInt(5) == 0 ? SourceRecord.NEVER : 1_700_000_000_123_456L + random.nextInt(9_999);
        SourceRecord record = SourceRecord.at(ref, Fields.over(schema, slots), time);
        return random.nextInt(4) == 0 ? echoing(record, time) : record;
    }

    /** Merges a cluster: the newest member's values win. Golden ids come from the oldest member, as in the engine. */
    static GoldenRecord golden(List<SourceRecord> cluster) {
        SourceRecord[] members =
                cluster.stream().sorted(Comparator.comparing(SourceRecord::ref)).toArray(SourceRecord[]::new);
        Schema schema = members[0].rawValues().schema();
        @Nullable Object[] slots = new Object[schema.size()];
        int[] winners = new int[slots.length];
        String[] rules = new String[slots.length];
        for (int i = 0; i < slots.length; i++) {
            winners[i] = youngest(members, i);
            slots[i] = winners[i] < 0 ? null : members[winners[i]].effectiveValue(i);
            rules[i] = "youngest";
        }
        return GoldenRecord.over(null, Fields.over(schema, slots), members, winners, rules);
    }

    /** Returns a golden record that cannot be stored. One of its values throws when it is read. */
    static GoldenRecord broken(RecordRef ref, Schema schema) {
        @Nullable Object[] slots = new Object[schema.size()];
        slots[slots.length - 1] = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("this value throws on purpose");
            }
        };
        SourceRecord[] members = {SourceRecord.of(ref, Fields.over(schema, slots))};
        return GoldenRecord.over(
                null, Fields.over(schema, slots), members, new int[slots.length], new String[slots.length]);
    }

    private static int youngest(SourceRecord[] members, int index) {
        for (int i = members.length - 1; i >= 0; i--) {
            if (members[i].effectiveValue(index) != null) {
                return i;
            }
        }
        return -1;
    }

    private SourceRecord echoing(SourceRecord record, long time) {
        int index = random.nextInt(record.rawValues().schema().size());
        Property property = record.rawValues().schema().property(index);
        Stamps stamps = Stamps.all(record.rawValues().schema().size(), time);
        return record.stamped(stamps.with(index, time, Stamps.ECHO, slot(property)));
    }

    private @Nullable Object slot(Property property) {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        if (text == null || text.isEmpty()) {
            return text == null ? null : Blank.BLANK;
        }
        String spelling = property.kind() == Kind.COUNTRY ? "Norge" : property.kind() == Kind.GENDER ? "kvinne" : text;
        Schema schema = Schema.of(EntityType.PRODUCT, property);
        return Fields.builder(schema).text(property.name(), spelling).build().slot(0);
    }
}

package io.sesam.talk.merge;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bytes of values. A value that is the same in another form of its record is only named. */
final class SlotCodec {
    private static final int UNKNOWN = 0;
    private static final int BLANK = 1;
    private static final int TEXT = 2;
    private static final int COUNTRY = 3;
    private static final int GENDER = 4;
    private static final int REFERENCE = 5;
    private static final int FOREIGN_REFERENCE = 6;
    private static final int SAME = 7;
    /** No more spellings of a vocabulary than these are remembered. */
    private static final int MOST_SPELLINGS = 2_000;

    private final Schema schema;
    private final Map<String, Country> countries = new ConcurrentHashMap<>();
    private final Map<String, Gender> genders = new ConcurrentHashMap<>();

    SlotCodec(Schema schema) {
        this.schema = schema;
    }

    void write(Fields fields, @Nullable Fields base, ByteWriter out) {
        for (int i = 0; i < schema.size(); i++) {
            write(i, fields.slot(i), base == null ? null : base.slot(i), out);
        }
    }

    void write(int index, @Nullable Object slot, @Nullable Object base, ByteWriter out) {
        if (slot == null) {
            out.octet(UNKNOWN);
        } else if (slot == Blank.BLANK) {
            out.octet(BLANK);
        } else if (isSame(slot, base)) {
            out.octet(SAME);
        } else if (slot instanceof String text) {
            out.octet(TEXT).text(text);
        } else if (slot instanceof Country country) {
            out.octet(COUNTRY).text(country.original());
        } else if (slot instanceof Gender gender) {
            out.octet(GENDER).text(gender.original());
        } else if (slot instanceof Reference reference) {
            write(index, reference, out);
        } else {
            throw new IllegalArgumentException("the property " + schema.property(index) + " holds a "
                    + slot.getClass().getSimpleName() + ", which is no kind of value");
        }
    }

    private void write(int index, Reference reference, ByteWriter out) {
        if (schema.property(index).target().filter(reference.type()::equals).isPresent()) {
            out.octet(REFERENCE).text(reference.id());
        } else {
            out.octet(FOREIGN_REFERENCE).text(reference.type().name()).text(reference.id());
        }
    }

    /** Checks for equal values in equal spelling: two spellings of a country are equal values. */
    @SuppressWarnings("ReferenceEquality") // nearly always the same object
    private static boolean isSame(Object slot, @Nullable Object base) {
        return slot == base
                || base != null && slot.equals(base) && Fields.textOf(slot).equals(Fields.textOf(base));
    }

    Fields read(@Nullable Fields base, ByteReader in) {
        @Nullable Object[] slots = new Object[schema.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = read(i, base == null ? null : base.slot(i), in);
        }
        return Fields.over(schema, slots);
    }

    @Nullable
    Object read(int index, @Nullable Object base, ByteReader in) {
        int tag = in.octet();
        return switch (tag) {
            case UNKNOWN -> null;
            case BLANK -> Blank.BLANK;
            case TEXT -> in.text();
            case COUNTRY -> remembered(countries, in.text(), Country::parse);
            case GENDER -> remembered(genders, in.text(), Gender::parse);
            case REFERENCE ->
                new Reference(schema.property(index).target().orElseThrow(IndexOutOfBoundsException::new), in.text());
            case FOREIGN_REFERENCE -> new Reference(new EntityType(in.text()), in.text());
            case SAME -> base;
            default -> throw new IndexOutOfBoundsException(tag);
        };
    }

    private static <T> T remembered(Map<String, T> known, String text, Function<String, T> parse) {
        T value = known.get(text);
        if (value == null) {
            value = parse.apply(text);
            if (known.size() < MOST_SPELLINGS) {
                known.put(text, value);
            }
        }
        return value;
    }
}

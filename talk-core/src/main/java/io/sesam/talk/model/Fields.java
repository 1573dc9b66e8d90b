package io.sesam.talk.model;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of one record: an array against a {@link Schema}.
 *
 * <p>Immutable. Each slot is unknown, blank or a value; {@link #slot(int)} is the compact view that the stages use,
 * {@link #get(String)} the one that reads well.
 */
public final class Fields {
    private final Schema schema;
    private final @Nullable Object[] slots;

    private Fields(Schema schema, @Nullable Object[] slots) {
        this.schema = schema;
        this.slots = slots;
    }

    /** Fields of which nothing is known yet. */
    public static Builder builder(Schema schema) {
        return new Builder(schema, new Object[schema.size()]);
    }

    /**
     * Fields over an array that the caller gives away: one slot per property, each {@code null} for unknown,
     * {@link Blank#BLANK}, or an object of the property's kind. For code that makes millions of them; nothing is
     * copied and nothing is checked but the length.
     */
    public static Fields over(Schema schema, @Nullable Object[] slots) {
        if (slots.length != schema.size()) {
            throw new IllegalArgumentException(slots.length + " slots for the " + schema.size() + " of " + schema);
        }
        return new Fields(schema, slots);
    }

    /** Fields of which nothing is known. */
    public static Fields unknown(Schema schema) {
        return new Fields(schema, new Object[schema.size()]);
    }

    /** What the slots stand for. */
    public Schema schema() {
        return schema;
    }

    /** The slot at a position: {@code null} for unknown, {@link Blank#BLANK}, or the value. */
    public @Nullable Object slot(int index) {
        return slots[index];
    }

    /** Whether a value, not a blank, is at a position. */
    public boolean isKnown(int index) {
        Object slot = slots[index];
        return slot != null && slot != Blank.BLANK;
    }

    /** What is said of a property; refuses names that the type does not have. */
    public Value<?> get(String property) {
        return toValue(slots[schema.index(property)]);
    }

    /** What is said of a text property, an e-mail address or a domain. */
    public Value<String> text(String property) {
        return as(property, String.class);
    }

    /** What is said of a country. */
    public Value<Country> country(String property) {
        return as(property, Country.class);
    }

    /** What is said of a gender. */
    public Value<Gender> gender(String property) {
        return as(property, Gender.class);
    }

    /** What a reference says. */
    public Value<Reference> reference(String property) {
        return as(property, Reference.class);
    }

    /** The record of a type that these fields point to; empty when they name none (R38). */
    public Optional<String> referenceTo(EntityType target) {
        return schema.referenceTo(target)
                .map(property -> slots[schema.index(property)])
                .filter(Reference.class::isInstance)
                .map(slot -> ((Reference) slot).id());
    }

    /** Whether anything at all is said: a value or a blank. */
    public boolean saysNothing() {
        for (Object slot : slots) {
            if (slot != null) {
                return false;
            }
        }
        return true;
    }

    /** The text that was said at a position, to the letter; blank is "", unknown is empty. */
    public Optional<String> said(int index) {
        return Optional.ofNullable(slots[index]).map(Fields::saidText);
    }

    /** A copy to change. */
    public Builder toBuilder() {
        return new Builder(schema, slots.clone());
    }

    private <T> Value<T> as(String property, Class<T> type) {
        Object slot = slots[schema.index(property)];
        if (slot == null) {
            return Value.unknown();
        }
        return slot == Blank.BLANK ? Value.blank() : Value.of(type.cast(slot));
    }

    private static Value<?> toValue(@Nullable Object slot) {
        if (slot == null) {
            return Value.unknown();
        }
        return slot == Blank.BLANK ? Value.blank() : Value.of(slot);
    }

    /** The text behind the content of a slot, to the letter; "" for a blank. */
    public static String saidText(Object slot) {
        if (slot == Blank.BLANK) {
            return "";
        }
        if (slot instanceof Country country) {
            return country.said();
        }
        if (slot instanceof Gender gender) {
            return gender.said();
        }
        return slot instanceof Reference reference ? reference.id() : slot.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Fields that && Arrays.equals(slots, that.slots) && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(slots);
    }

    /** The names of what is said, without the values: these are people's. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(schema.type().name()).append('[');
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] != null) {
                text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ")
                        .append(schema.property(i))
                        .append(slots[i] == Blank.BLANK ? " blank" : "");
            }
        }
        return text.append(']').toString();
    }

    /** Fields in the making; for one thread, and for one {@link #build()}. */
    public static final class Builder {
        private final Schema schema;
        private @Nullable Object[] slots;

        private Builder(Schema schema, @Nullable Object[] slots) {
            this.schema = schema;
            this.slots = slots;
        }

        /** Sets a property from text as a system says it: {@code null} is unknown, only white space is blank. */
        public Builder say(String property, @Nullable String text) {
            int index = schema.index(property);
            slots[index] = parse(schema.property(index), text);
            return this;
        }

        /** Sets a property; the value must be of the property's kind. */
        public Builder set(String property, Value<?> value) {
            int index = schema.index(property);
            slots[index] = value.<@Nullable Object>fold(() -> null, () -> Blank.BLANK, known -> known);
            check(schema.property(index), slots[index]);
            return this;
        }

        /** Sets a slot; {@code null}, {@link Blank#BLANK} or an object of the property's kind. */
        public Builder slot(int index, @Nullable Object slot) {
            check(schema.property(index), slot);
            slots[index] = slot;
            return this;
        }

        /** The fields; the builder is of no use afterwards. */
        public Fields build() {
            Fields fields = new Fields(schema, slots);
            slots = new Object[0];
            return fields;
        }

        private static @Nullable Object parse(Property property, @Nullable String text) {
            if (text == null) {
                return null;
            }
            if (text.isBlank()) {
                return Blank.BLANK;
            }
            return switch (property.kind()) {
                case COUNTRY -> Country.parse(text);
                case GENDER -> Gender.parse(text);
                case REFERENCE -> new Reference(property.target().orElseThrow(), text.strip());
                case TEXT, EMAIL, DOMAIN -> text;
            };
        }

        private static void check(Property property, @Nullable Object slot) {
            if (slot == null || slot == Blank.BLANK) {
                return;
            }
            Class<?> wanted = switch (property.kind()) {
                case COUNTRY -> Country.class;
                case GENDER -> Gender.class;
                case REFERENCE -> Reference.class;
                case TEXT, EMAIL, DOMAIN -> String.class;
            };
            if (!wanted.isInstance(slot)) {
                throw new IllegalArgumentException("property " + property + " holds a " + wanted.getSimpleName()
                        + ", not a " + slot.getClass().getSimpleName());
            }
        }
    }
}

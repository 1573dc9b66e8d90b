package io.sesam.talk.model;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of one record under a {@link Schema}.
 *
 * <p>Immutable. Each property is unknown, blank or a value. {@link #slot(int)} is the compact access by position,
 * {@link #get(String)} the readable one by name.
 */
public final class Fields {
    private final Schema schema;
    private final @Nullable Object[] slots;

    private Fields(Schema schema, @Nullable Object[] slots) {
        this.schema = schema;
        this.slots = slots;
    }

    /** Starts a builder with all properties unknown. */
    public static Builder builder(Schema schema) {
        return new Builder(schema, new Object[schema.size()]);
    }

    /**
     * Wraps an array without copying it. One slot per property: {@code null} for unknown, {@link Blank#BLANK}, or
     * an object of the property's kind. The caller must not use the array afterwards; only its length is checked.
     * For code that creates millions of them.
     */
    public static Fields over(Schema schema, @Nullable Object[] slots) {
        if (slots.length != schema.size()) {
            throw new IllegalArgumentException(slots.length + " slots for the " + schema.size() + " of " + schema);
        }
        return new Fields(schema, slots);
    }

    /** Returns fields with all properties unknown. */
    public static Fields unknown(Schema schema) {
        return new Fields(schema, new Object[schema.size()]);
    }

    /** Returns the schema of these fields. */
    public Schema schema() {
        return schema;
    }

    /** Returns the content at a position: {@code null} for unknown, {@link Blank#BLANK}, or the value. */
    public @Nullable Object slot(int index) {
        return slots[index];
    }

    /** Checks whether a position holds a value, not a blank. */
    public boolean isKnown(int index) {
        Object slot = slots[index];
        return slot != null && slot != Blank.BLANK;
    }

    /** Returns the value of a property. Throws when the type has no such property. */
    public Value<?> get(String property) {
        return toValue(slots[schema.index(property)]);
    }

    /** Returns a text, an e-mail address or a domain. */
    public Value<String> text(String property) {
        return as(property, String.class);
    }

    /** Returns the value of a country property. */
    public Value<Country> country(String property) {
        return as(property, Country.class);
    }

    /** Returns the value of a gender property. */
    public Value<Gender> gender(String property) {
        return as(property, Gender.class);
    }

    /** Returns the value of a reference property. */
    public Value<Reference> reference(String property) {
        return as(property, Reference.class);
    }

    /** Returns the id of the referenced record of a type. Empty when there is none (R38). */
    public Optional<String> referenceTo(EntityType target) {
        return schema.referenceTo(target)
                .map(property -> slots[schema.index(property)])
                .filter(Reference.class::isInstance)
                .map(slot -> ((Reference) slot).id());
    }

    /** Checks whether all properties are unknown. */
    public boolean isAllUnknown() {
        for (Object slot : slots) {
            if (slot != null) {
                return false;
            }
        }
        return true;
    }

    /** Returns the original text at a position; "" for blank, empty for unknown. */
    public Optional<String> originalText(int index) {
        return Optional.ofNullable(slots[index]).map(Fields::textOf);
    }

    /**
     * Returns the original text at a position.
     *
     * @deprecated the earlier name of {@link #originalText}, for connectors that were compiled with it
     */
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // no tool rewrites its callers
    public Optional<String> said(int index) {
        return originalText(index);
    }

    /** Returns a builder with these values. */
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

    /** Returns the original text of a slot's content; "" for a blank. */
    public static String textOf(Object slot) {
        if (slot == Blank.BLANK) {
            return "";
        }
        if (slot instanceof Country country) {
            return country.original();
        }
        if (slot instanceof Gender gender) {
            return gender.original();
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

    /** Lists the names of the properties that are set, without their values, which may be personal. */
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

    /** A builder of {@link Fields} for one thread. Not usable after {@link #build()}. */
    public static final class Builder {
        private final Schema schema;
        private @Nullable Object[] slots;

        private Builder(Schema schema, @Nullable Object[] slots) {
            this.schema = schema;
            this.slots = slots;
        }

        /** Sets a property from a system's text. {@code null} is unknown; only white space is blank. */
        public Builder text(String property, @Nullable String text) {
            int index = schema.index(property);
            slots[index] = parse(schema.property(index), text);
            return this;
        }

        /**
         * Sets a property from a system's text.
         *
         * @deprecated the earlier name of {@link #text}, for connectors that were compiled with it
         */
        @Deprecated
        @SuppressWarnings("InlineMeSuggester") // no tool rewrites its callers
        public Builder say(String property, @Nullable String text) {
            return text(property, text);
        }

        /** Sets a property to a value of its kind. */
        public Builder set(String property, Value<?> value) {
            int index = schema.index(property);
            slots[index] = value.<@Nullable Object>fold(() -> null, () -> Blank.BLANK, known -> known);
            check(schema.property(index), slots[index]);
            return this;
        }

        /** Sets a slot to {@code null}, {@link Blank#BLANK} or an object of the property's kind. */
        public Builder slot(int index, @Nullable Object slot) {
            check(schema.property(index), slot);
            slots[index] = slot;
            return this;
        }

        /** Builds the fields; the builder must not be used afterwards. */
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

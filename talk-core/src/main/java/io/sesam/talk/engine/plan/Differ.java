package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.resolve.SeveralAddresses;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of golden records with one target (R17, R18, R20). The texts of refusals are part of stored
 * fingerprints: with another text, a parked write is tried again.
 */
public final class Differ {
    private final TypeSpec spec;
    private final boolean overwrites;

    /**
     * Creates a comparison with the facts of a type.
     *
     * @param overwrites whether filled values may be overwritten; otherwise only blanks are filled (R16)
     */
    public Differ(TypeSpec spec, boolean overwrites) {
        this.spec = spec;
        this.overwrites = overwrites;
    }

    /** Compares with a record whose values are normalised. */
    public Difference toRecord(Fields golden, SourceRecord record) {
        return compare(golden, record, overwrites ? Set.of() : withUnits(golden.schema(), i -> isFilled(record, i)));
    }

    private static boolean isFilled(SourceRecord record, int index) {
        Object held = record.values().slot(index);
        return held != null && held != Blank.BLANK;
    }

    /** Selects properties, and those that belong to one unit with a selected one. */
    private static Set<Integer> withUnits(Schema schema, IntPredicate selected) {
        Set<Integer> indexes = new HashSet<>();
        Set<String> units = new HashSet<>();
        for (int i = 0; i < schema.size(); i++) {
            if (selected.test(i)) {
                indexes.add(i);
                schema.property(i).unit().ifPresent(units::add);
            }
        }
        for (int i = 0; i < schema.size(); i++) {
            if (schema.property(i).unit().filter(units::contains).isPresent()) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    /**
     * Compares with one of several records of the system in a cluster. It follows the golden record where it is an
     * echo, agreed or is blank, and keeps its own values elsewhere; a unit follows as a whole or not at all (R11).
     */
    public Difference toDuplicate(Fields golden, SourceRecord record) {
        IntPredicate leftAlone = i -> keepsItsOwn(golden, record, i) || !overwrites && isFilled(record, i);
        return compare(golden, record, withUnits(golden.schema(), leftAlone));
    }

    /** Collects the fields of an insert: every known value that the target can hold. */
    public Difference toNothing(Fields golden) {
        Fields.Builder fields = Fields.builder(golden.schema());
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < golden.schema().size(); i++) {
            Object wanted = golden.slot(i);
            Property property = golden.schema().property(i);
            FieldSpec field = spec.field(property.name()).orElse(null);
            if (field == null || !field.isWritable() || wanted == null || wanted == Blank.BLANK) {
                continue;
            }
            Optional<String> refusal = refusal(field, wanted);
            refusal.ifPresent(refused::add);
            if (refusal.isEmpty()) {
                fields.slot(i, wanted);
            }
        }
        return new Difference(fields.build(), refused);
    }

    private Difference compare(Fields golden, SourceRecord record, Set<Integer> leftAlone) {
        Fields.Builder fields = Fields.builder(golden.schema());
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < golden.schema().size(); i++) {
            Object wanted = golden.slot(i);
            FieldSpec field = spec.field(golden.schema().property(i).name()).orElse(null);
            if (field == null || !field.isWritable() || wanted == null || leftAlone.contains(i)) {
                continue;
            }
            if (!holds(field, record, i, wanted)) {
                Optional<String> refusal = SeveralAddresses.in(record, i)
                        ? Optional.of(field + " holds several addresses there; keep one of them")
                        : refusal(field, wanted);
                refusal.ifPresent(refused::add);
                if (refusal.isEmpty()) {
                    fields.slot(i, wanted);
                }
            }
        }
        return new Difference(fields.build(), refused);
    }

    /** Checks whether the record already has the system's rendering of a value. */
    private static boolean holds(FieldSpec field, SourceRecord record, int index, Object wanted) {
        Object held = record.values().slot(index);
        Object compared = wanted instanceof String text ? normal(record, index, text) : wanted;
        if (compared.equals(held)
                || record.has(index, Stamps.ECHO)
                        && !record.has(index, Stamps.FOREIGN)
                        && compared.equals(record.stamps().told(index))) {
            return true;
        }
        if (wanted == Blank.BLANK) {
            return held == null && field.isReadable();
        }
        return wanted instanceof String text
                && held != null
                && field.render(text)
                        .map(rendered -> normal(record, index, rendered).equals(held))
                        .orElse(false);
    }

    private static Object normal(SourceRecord record, int index, String text) {
        return Normalizer.normalize(record.said().schema().property(index).kind(), text);
    }

    private static boolean keepsItsOwn(Fields golden, SourceRecord record, int index) {
        Object held = record.values().slot(index);
        Object wanted = golden.slot(index);
        return held != null
                && held != Blank.BLANK
                && !held.equals(wanted instanceof String text ? normal(record, index, text) : wanted)
                && !record.has(index, Stamps.ECHO)
                && !record.has(index, Stamps.AGREED);
    }

    /** Explains why the target would refuse a value, without the value. */
    private static Optional<String> refusal(FieldSpec field, @Nullable Object wanted) {
        if (wanted == Blank.BLANK) {
            return field.isRequired()
                    ? Optional.of(field + " is required there and cannot be cleared")
                    : Optional.empty();
        }
        if (wanted == null || field.accepts(wanted)) {
            return Optional.empty();
        }
        if (!(wanted instanceof String text)) {
            return Optional.of(field + " is outside the vocabulary, which is all that fits there");
        }
        boolean tooShort = field.maxLength().isEmpty()
                || text.length() <= field.maxLength().getAsInt();
        return Optional.of(field + " has " + text.length() + " characters; "
                + (tooShort
                        ? "it takes " + field.minLength()
                        : field.maxLength().getAsInt() + " fit") + " there");
    }
}

package io.sesam.talk.engine.plan;

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
import org.jspecify.annotations.Nullable;

/**
 * Comparison of golden records with one target (R17, R18, R20). The texts of refusals are part of stored
 * fingerprints: with another text, a parked write is tried again.
 */
public final class Differ {
    private final TypeSpec spec;

    /** Creates a comparison with the facts of a type. */
    public Differ(TypeSpec spec) {
        this.spec = spec;
    }

    /** Compares with a record whose values are normalised. */
    public Difference toRecord(Fields golden, SourceRecord record) {
        return compare(golden, record, Set.of());
    }

    /**
     * Compares with one of several records of the system in a cluster. It follows the golden record where it is an
     * echo, agreed or is blank, and keeps its own values elsewhere; a unit follows as a whole or not at all (R11).
     */
    public Difference toDuplicate(Fields golden, SourceRecord record) {
        Set<Integer> own = new HashSet<>();
        Set<String> ownUnits = new HashSet<>();
        Schema schema = golden.schema();
        for (int i = 0; i < schema.size(); i++) {
            if (keepsItsOwn(golden, record, i)) {
                own.add(i);
                schema.property(i).unit().ifPresent(ownUnits::add);
            }
        }
        for (int i = 0; i < schema.size(); i++) {
            if (schema.property(i).unit().filter(ownUnits::contains).isPresent()) {
                own.add(i);
            }
        }
        return compare(golden, record, own);
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
                Optional<String> refusal = refusal(field, wanted);
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
        if (wanted.equals(held)
                || record.has(index, Stamps.ECHO)
                        && !record.has(index, Stamps.FOREIGN)
                        && wanted.equals(record.stamps().told(index))) {
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
        return held != null
                && held != Blank.BLANK
                && !held.equals(golden.slot(index))
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

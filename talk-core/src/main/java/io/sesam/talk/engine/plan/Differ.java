package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.observe.SeveralAddresses;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Comparison of golden records with one target (R17, R18, R20). The texts of refusals are part of stored
 * fingerprints: with another text, a parked write is tried again.
 */
public final class Differ {
    private static final String NO_FIELD = "there is no such field";
    private static final String READ_ONLY = "the field cannot be written";
    private static final String OWN = "one of several records there keeps its own value";
    private static final String STORED = "the system stores the value in another form, which counts as the same";
    private static final String NOT_UNDERSTOOD = "the text is not understood, and replaces no value that is";
    private static final String NOT_YET =
            "filled values are not overwritten before every system has been read completely once";

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
        return compare(
                golden,
                record,
                overwrites ? Map.of() : withUnits(golden.schema(), i -> isFilled(record, i) ? NOT_YET : null));
    }

    private static boolean isFilled(SourceRecord record, int index) {
        Object held = record.values().slot(index);
        return held != null && held != Blank.BLANK;
    }

    /** Collects properties with a reason, and those that belong to one unit with such a one. */
    private static Map<Integer, String> withUnits(Schema schema, IntFunction<@Nullable String> why) {
        Map<Integer, String> reasons = new HashMap<>();
        Map<String, String> units = new HashMap<>();
        for (int i = 0; i < schema.size(); i++) {
            String reason = why.apply(i);
            if (reason != null) {
                Property property = schema.property(i);
                reasons.put(i, reason);
                property.unit()
                        .ifPresent(
                                unit -> units.putIfAbsent(unit, "it goes together with " + property + ": " + reason));
            }
        }
        for (int i = 0; i < schema.size(); i++) {
            String reason = schema.property(i).unit().map(units::get).orElse(null);
            if (reason != null) {
                reasons.putIfAbsent(i, reason);
            }
        }
        return reasons;
    }

    /**
     * Compares with one of several records of the system in a cluster. It follows the golden record where it is an
     * echo, agreed or is blank, and keeps its own values elsewhere; a unit follows as a whole or not at all (R11).
     */
    public Difference toDuplicate(Fields golden, SourceRecord record) {
        return compare(golden, record, withUnits(golden.schema(), i -> {
            if (keepsItsOwn(golden, record, i)) {
                return OWN;
            }
            return !overwrites && isFilled(record, i) ? NOT_YET : null;
        }));
    }

    /** Collects the fields of an insert: every known value that the target can hold. */
    public Difference toNothing(Fields golden) {
        Fields.Builder fields = Fields.builder(golden.schema());
        List<String> refused = new ArrayList<>();
        Map<String, String> left = new LinkedHashMap<>();
        for (int i = 0; i < golden.schema().size(); i++) {
            int index = i;
            Object wanted = golden.slot(i);
            Property property = golden.schema().property(i);
            FieldSpec field = spec.field(property.name()).orElse(null);
            if (wanted == null || wanted == Blank.BLANK) {
                continue;
            }
            if (field == null || !field.isWritable()) {
                left.put(property.name(), field == null ? NO_FIELD : READ_ONLY);
                continue;
            }
            Optional<String> refusal = refusal(field, wanted);
            refusal.ifPresent(refused::add);
            refusal.ifPresentOrElse(reason -> left.put(property.name(), reason), () -> fields.slot(index, wanted));
        }
        return new Difference(fields.build(), refused, left);
    }

    /**
     * Checks whether a value that is not understood would replace one that is (R43). Then the field is refused, and what
     * belongs to one unit with it stays, too.
     */
    private boolean isNotUnderstood(Fields golden, SourceRecord record, int index) {
        Object wanted = golden.slot(index);
        Object held = record.values().slot(index);
        Property property = golden.schema().property(index);
        return wanted != null
                && wanted != Blank.BLANK
                && held != null
                && held != Blank.BLANK
                && !Normalizer.isUnderstood(property.kind(), wanted)
                && Normalizer.isUnderstood(property.kind(), held)
                && spec.field(property.name()).filter(FieldSpec::isWritable).isPresent();
    }

    private boolean isAnyNotUnderstood(Fields golden, SourceRecord record) {
        for (int i = 0; i < golden.schema().size(); i++) {
            if (isNotUnderstood(golden, record, i)) {
                return true;
            }
        }
        return false;
    }

    private Difference compare(Fields golden, SourceRecord record, Map<Integer, String> kept) {
        Map<Integer, String> leftAlone = kept;
        if (isAnyNotUnderstood(golden, record)) {
            leftAlone = new HashMap<>(kept);
            withUnits(golden.schema(), i -> isNotUnderstood(golden, record, i) ? NOT_UNDERSTOOD : null)
                    .forEach(leftAlone::putIfAbsent);
        }
        Fields.Builder fields = Fields.builder(golden.schema());
        List<String> refused = new ArrayList<>();
        Map<String, String> left = new LinkedHashMap<>();
        for (int i = 0; i < golden.schema().size(); i++) {
            Object wanted = golden.slot(i);
            String name = golden.schema().property(i).name();
            if (wanted == null || isEqual(record, i, wanted)) {
                continue;
            }
            FieldSpec field = spec.field(name).orElse(null);
            if (field == null || !field.isWritable()) {
                left.put(name, field == null ? NO_FIELD : READ_ONLY);
                continue;
            }
            String alone = leftAlone.get(i);
            if (alone != null) {
                left.put(name, alone);
                if (alone.equals(NOT_UNDERSTOOD)) {
                    refused.add(field + " has a text that is not understood, and replaces no value that is");
                }
                continue;
            }
            if (holds(field, record, i, wanted)) {
                if (field.isReadable()) {
                    left.put(name, STORED);
                }
                continue;
            }
            Optional<String> refusal = SeveralAddresses.in(record, i)
                    ? Optional.of(field + " holds several addresses there; keep one of them")
                    : refusal(field, wanted);
            if (refusal.isEmpty()) {
                fields.slot(i, wanted);
            } else {
                refused.add(refusal.get());
                left.put(name, refusal.get());
            }
        }
        return new Difference(fields.build(), refused, left);
    }

    /** Checks whether the record has the value itself, or neither has one. */
    private boolean isEqual(SourceRecord record, int index, Object wanted) {
        Object held = record.values().slot(index);
        if (wanted == Blank.BLANK && held == null) {
            return spec.field(record.values().schema().property(index).name())
                    .map(FieldSpec::isReadable)
                    .orElse(true);
        }
        return compared(record, index, wanted).equals(held);
    }

    /** Checks whether the record has the system's rendering of a value. */
    private static boolean holds(FieldSpec field, SourceRecord record, int index, Object wanted) {
        if (record.has(index, Stamps.ECHO)
                && !record.has(index, Stamps.FOREIGN)
                && compared(record, index, wanted).equals(record.stamps().written(index))) {
            return true;
        }
        Object held = record.values().slot(index);
        return wanted instanceof String text
                && held != null
                && field.render(text)
                        .map(rendered -> normal(record, index, rendered).equals(held))
                        .orElse(false);
    }

    private static Object compared(SourceRecord record, int index, Object wanted) {
        return wanted instanceof String text ? normal(record, index, text) : wanted;
    }

    private static Object normal(SourceRecord record, int index, String text) {
        return Normalizer.normalize(record.rawValues().schema().property(index).kind(), text);
    }

    private static boolean keepsItsOwn(Fields golden, SourceRecord record, int index) {
        Object held = record.values().slot(index);
        Object wanted = golden.slot(index);
        return held != null
                && held != Blank.BLANK
                && (wanted == null || !held.equals(compared(record, index, wanted)))
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

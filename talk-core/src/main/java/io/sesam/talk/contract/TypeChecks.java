package io.sesam.talk.contract;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import java.util.List;
import java.util.function.Predicate;

/** Checks of the facts of a type. Each fails with a {@link BrokenPromiseException}; none calls the system. */
@Experimental
public final class TypeChecks {
    private static final EntityType NO_TYPE = new EntityType("no_such_type");

    private TypeChecks() {}

    /** A type is listed once, and with the same facts when asked again. */
    public static void isNamedOnce(EntityType type, List<TypeSpec> once, List<TypeSpec> again) {
        List<TypeSpec> first =
                once.stream().filter(spec -> spec.type().equals(type)).toList();
        List<TypeSpec> second =
                again.stream().filter(spec -> spec.type().equals(type)).toList();
        BrokenPromiseException.unless(
                first.size() == 1 && second.size() == 1,
                "types() contains " + type + " " + first.size() + " times, then " + second.size() + " times");
        BrokenPromiseException.unless(
                facts(first.get(0)).equals(facts(second.get(0))), "types() has other facts when asked again");
    }

    private static List<Object> facts(TypeSpec spec) {
        return List.of(
                spec.fields().stream().map(FieldSpec::name).toList(),
                spec.inserts(),
                spec.updates(),
                spec.archives(),
                spec.deletes(),
                spec.indexLag(),
                spec.readLimit(),
                spec.writeLimit());
    }

    /** Limits are at least one, and the lag is not negative. */
    public static void hasLimits(TypeSpec spec) {
        BrokenPromiseException.unless(
                spec.readLimit() > 0 && spec.writeLimit() > 0,
                "readLimit is " + spec.readLimit() + ", writeLimit is " + spec.writeLimit());
        BrokenPromiseException.unless(!spec.indexLag().isNegative(), "indexLag is " + spec.indexLag());
    }

    /** There is a field, and each can be read or written. */
    public static void hasFields(TypeSpec spec) {
        BrokenPromiseException.unless(!spec.fields().isEmpty(), "there is no field");
        fields(spec, field -> field.isReadable() || field.isWritable(), "can be neither read nor written");
    }

    /** Required fields can be written. */
    public static void canWriteRequired(TypeSpec spec) {
        fields(spec, field -> !field.isRequired() || field.isWritable(), "is required and cannot be written");
    }

    private static void fields(TypeSpec spec, Predicate<FieldSpec> holds, String otherwise) {
        spec.fields().stream()
                .filter(holds.negate())
                .findFirst()
                .ifPresent(
                        field -> BrokenPromiseException.unless(false, "the field " + field.name() + " " + otherwise));
    }

    /** There is a writer exactly where inserts, updates or archives are declared. */
    public static void hasWriter(Connector connector, TypeSpec spec) {
        boolean declared = spec.inserts() || spec.updates() || spec.archives();
        boolean there = connector.writer(spec.type()).isPresent();
        BrokenPromiseException.unless(
                declared == there, there ? "there is a writer, and no write is declared" : "there is no writer");
    }

    /** There is a reader exactly where a field can be read. */
    public static void hasReader(Connector connector, TypeSpec spec) {
        boolean readable = spec.fields().stream().anyMatch(FieldSpec::isReadable);
        boolean there = connector.reader(spec.type()).isPresent();
        BrokenPromiseException.unless(
                readable == there, there ? "there is a reader, and no field can be read" : "there is no reader");
    }

    /** What is gone from complete listings can be looked up (R25). */
    public static void canConfirm(Connector connector, TypeSpec spec) {
        BrokenPromiseException.unless(
                spec.deletes() != Deletes.ID_SWEEP
                        || connector.lookup(spec.type()).isPresent(),
                "there is no lookup");
    }

    /** An unknown type has no reader, lookup or writer. */
    public static void knowsNoOther(Connector connector) {
        BrokenPromiseException.unless(connector.reader(NO_TYPE).isEmpty(), "an unknown type has a reader");
        BrokenPromiseException.unless(connector.lookup(NO_TYPE).isEmpty(), "an unknown type has a lookup");
        BrokenPromiseException.unless(connector.writer(NO_TYPE).isEmpty(), "an unknown type has a writer");
    }
}

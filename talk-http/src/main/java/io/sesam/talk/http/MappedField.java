package io.sesam.talk.http;

import io.sesam.talk.spi.FieldSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One property and where it stands in a system's JSON, for reading and for writing. Immutable.
 *
 * <p>Paths are names with dots between. A property that is read at several places is what the first of them says that says
 * anything; written, it goes to all places.
 */
public final class MappedField {
    /** Where a value goes, and how it is spelt there. */
    record Place(String path, Spelling spelling) {}

    private final String property;
    private final List<String> reads;
    private final List<Place> writes;
    private final UnaryOperator<FieldSpec> facts;

    private MappedField(String property, List<String> reads, List<Place> writes, UnaryOperator<FieldSpec> facts) {
        this.property = property;
        this.reads = List.copyOf(reads);
        this.writes = List.copyOf(writes);
        this.facts = facts;
    }

    /** A property that stands at one place, as it is. */
    public static MappedField of(String property, String path) {
        return new MappedField(property, List.of(path), List.of(new Place(path, Spelling.PLAIN)), facts -> facts);
    }

    /** A property that is read at some places; {@link #writes} says where it is written. */
    public static MappedField reads(String property, String... paths) {
        return new MappedField(property, List.of(paths), List.of(), facts -> facts);
    }

    /** The same, written to another place too. */
    public MappedField writes(String path, Spelling spelling) {
        List<Place> more = new ArrayList<>(writes);
        more.add(new Place(path, spelling));
        return new MappedField(property, reads, more, facts);
    }

    /** The same, with what is true of the field over there: its length, what the system makes of a text. */
    public MappedField facts(UnaryOperator<FieldSpec> further) {
        return new MappedField(property, reads, writes, spec -> further.apply(facts.apply(spec)));
    }

    /** The name of the property. */
    public String property() {
        return property;
    }

    List<String> reads() {
        return reads;
    }

    List<Place> writes() {
        return writes;
    }

    FieldSpec spec() {
        FieldSpec spec = writes.isEmpty()
                ? FieldSpec.readOnly(property)
                : reads.isEmpty() ? FieldSpec.writeOnly(property) : FieldSpec.of(property);
        return facts.apply(spec);
    }
}

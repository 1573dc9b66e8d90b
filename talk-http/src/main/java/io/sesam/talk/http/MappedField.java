package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sesam.talk.spi.FieldSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One property and where it stands in a system's JSON, for reading and for writing. Immutable.
 *
 * <p>Paths are names with dots between, or JSON pointers that begin with {@code /}. A property that is read at several places is what the first of them says that says
 * anything; written, it goes to all places.
 */
public final class MappedField {
    /** Where a value goes, and how it is spelt there. */
    record Place(String path, ValueFormat format) {}

    private final String property;
    private final List<String> reads;
    private final List<Place> writes;
    private final UnaryOperator<FieldSpec> facts;
    private final UnaryOperator<String> understood;
    private final Function<String, Optional<JsonNode>> said;

    private MappedField(
            String property,
            List<String> reads,
            List<Place> writes,
            UnaryOperator<FieldSpec> facts,
            UnaryOperator<String> understood,
            Function<String, Optional<JsonNode>> said) {
        this.property = property;
        this.reads = List.copyOf(reads);
        this.writes = List.copyOf(writes);
        this.facts = facts;
        this.understood = understood;
        this.said = said;
    }

    private static MappedField plain(String property, List<String> reads, List<Place> writes) {
        return new MappedField(
                property, reads, writes, facts -> facts, text -> text, text -> Optional.of(TextNode.valueOf(text)));
    }

    /** A property that stands at one place, as it is. */
    public static MappedField of(String property, String path) {
        return plain(property, List.of(path), List.of(new Place(path, ValueFormat.PLAIN)));
    }

    /** A property that is read at some places; {@link #writes} says where it is written. */
    public static MappedField reads(String property, String... paths) {
        return plain(property, List.of(paths), List.of());
    }

    /** The same, written to another place too. */
    public MappedField writes(String path, ValueFormat format) {
        List<Place> more = new ArrayList<>(writes);
        more.add(new Place(path, format));
        return new MappedField(property, reads, more, facts, understood, said);
    }

    /** The same, with what is true of the field over there: its length, what the system makes of a text. */
    public MappedField facts(UnaryOperator<FieldSpec> further) {
        return new MappedField(property, reads, writes, spec -> further.apply(facts.apply(spec)), understood, said);
    }

    /**
     * The same, whose values have a form of the system's own, such as a code or a number.
     *
     * @param understand what stands there, in words that Talk understands; what it does not know as it is
     * @param say what is spelt, as the node that the system wants; empty when it has no form there, and must not be written
     */
    public MappedField translated(UnaryOperator<String> understand, Function<String, Optional<JsonNode>> say) {
        return new MappedField(property, reads, writes, facts, understand, say);
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

    String understood(String text) {
        return understood.apply(text);
    }

    Optional<JsonNode> said(String text) {
        return said.apply(text);
    }

    FieldSpec spec() {
        FieldSpec spec = writes.isEmpty()
                ? FieldSpec.readOnly(property)
                : reads.isEmpty() ? FieldSpec.writeOnly(property) : FieldSpec.of(property);
        return facts.apply(spec);
    }
}

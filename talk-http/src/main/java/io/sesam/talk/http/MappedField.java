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
 * A mapping between a property and JSON paths. Used for reading and writing. Immutable.
 *
 * <p>Paths are names with dots between, or JSON pointers that begin with {@code /}. A property with several read paths
 * takes the first that has a value; it is written to all write paths.
 */
public final class MappedField {
    /** A write path and the value format there. */
    record Place(String path, ValueFormat format) {}

    private final String property;
    private final List<String> reads;
    private final List<Place> writes;
    private final UnaryOperator<FieldSpec> facts;
    private final UnaryOperator<String> fromSystem;
    private final Function<String, Optional<JsonNode>> toSystem;

    private MappedField(
            String property,
            List<String> reads,
            List<Place> writes,
            UnaryOperator<FieldSpec> facts,
            UnaryOperator<String> fromSystem,
            Function<String, Optional<JsonNode>> toSystem) {
        this.property = property;
        this.reads = List.copyOf(reads);
        this.writes = List.copyOf(writes);
        this.facts = facts;
        this.fromSystem = fromSystem;
        this.toSystem = toSystem;
    }

    private static MappedField plain(String property, List<String> reads, List<Place> writes) {
        return new MappedField(
                property, reads, writes, facts -> facts, text -> text, text -> Optional.of(TextNode.valueOf(text)));
    }

    /** Maps a property to one path, unchanged. */
    public static MappedField of(String property, String path) {
        return plain(property, List.of(path), List.of(new Place(path, ValueFormat.PLAIN)));
    }

    /** Maps a property to read paths. {@link #writes} adds the paths to write. */
    public static MappedField reads(String property, String... paths) {
        return plain(property, List.of(paths), List.of());
    }

    /** Returns a copy with another write path. */
    public MappedField writes(String path, ValueFormat format) {
        List<Place> more = new ArrayList<>(writes);
        more.add(new Place(path, format));
        return new MappedField(property, reads, more, facts, fromSystem, toSystem);
    }

    /**
     * Returns a copy with facts about the field. For instance its maximum length, or how the system normalises a text.
     */
    public MappedField facts(UnaryOperator<FieldSpec> further) {
        return new MappedField(property, reads, writes, spec -> further.apply(facts.apply(spec)), fromSystem, toSystem);
    }

    /**
     * Returns a copy with a value translation. For values in a form of the system's own, such as a code or a number.
     *
     * @param fromSystem translates the system's value; a value it does not know is returned unchanged
     * @param toSystem translates to the system's node; empty when the value has no form there and must not be written
     */
    public MappedField translated(UnaryOperator<String> fromSystem, Function<String, Optional<JsonNode>> toSystem) {
        return new MappedField(property, reads, writes, facts, fromSystem, toSystem);
    }

    /** Returns the name of the property. */
    public String property() {
        return property;
    }

    List<String> reads() {
        return reads;
    }

    List<Place> writes() {
        return writes;
    }

    String fromSystem(String text) {
        return fromSystem.apply(text);
    }

    Optional<JsonNode> toSystem(String text) {
        return toSystem.apply(text);
    }

    FieldSpec spec() {
        FieldSpec spec = writes.isEmpty()
                ? FieldSpec.readOnly(property)
                : reads.isEmpty() ? FieldSpec.writeOnly(property) : FieldSpec.of(property);
        return facts.apply(spec);
    }
}

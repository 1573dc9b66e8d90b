package io.sesam.talk.spi.sink;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Claim;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables that every sink keeps: one per type, {@code crosswalk} and {@code provenance}. */
public final class AnalyticTables {
    /** The data type of a column. */
    public enum ColumnType {
        /** Text. */
        TEXT,
        /** A 64-bit whole number. */
        WHOLE_NUMBER,
        /** An instant with microseconds. */
        TIMESTAMP,
        /** True or false. */
        FLAG
    }

    /**
     * A column of a table.
     *
     * @param name the column's name
     * @param type the data type
     * @param nullable whether it may be null
     * @param description one sentence for the person who queries it
     */
    public record Column(String name, ColumnType type, boolean nullable, String description) {}

    /**
     * A table with its columns and key.
     *
     * @param name the table's name
     * @param columns its columns, in order
     * @param key the columns that are unique together
     */
    public record Table(String name, List<Column> columns, List<String> key) {
        /** Copies the lists. */
        public Table {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    /** The mapping from source records to golden records. */
    public static final Table CROSSWALK = new Table(
            "crosswalk",
            List.of(
                    text("type", "the type of the record"),
                    text("system", "the connected system"),
                    text("record_id", "the system's own id"),
                    text("golden_id", "the golden record it belongs to")),
            List.of("type", "system", "record_id"));

    /** The claims of every source record per property, with the winner. */
    public static final Table PROVENANCE = new Table(
            "provenance",
            List.of(
                    text("golden_id", "the golden record"),
                    text("type", "the type of the record"),
                    text("property", "the property"),
                    text("system", "the system of the claim"),
                    text("record_id", "the record of the claim"),
                    new Column("value", ColumnType.TEXT, true, "the claimed value; null is blank"),
                    new Column("said_at", ColumnType.TIMESTAMP, true, "when the value was set in the system"),
                    new Column("echo", ColumnType.FLAG, false, "whether Talk wrote it there"),
                    new Column("won", ColumnType.FLAG, false, "whether it is the golden value"),
                    new Column("rule", ColumnType.TEXT, true, "the rule by which it won")),
            List.of("golden_id", "property", "system", "record_id"));

    private AnalyticTables() {}

    /**
     * Describes the table of a type: {@code id}, a column per property, and {@code version}. A property named
     * {@code id} or {@code version} gets a column with {@code _} appended, as many as make it unique.
     */
    public static Table of(Schema schema) {
        List<Column> columns = new ArrayList<>();
        columns.add(text("id", "the golden record's id"));
        for (Property property : schema.properties()) {
            columns.add(new Column(
                    columnName(schema, property),
                    ColumnType.TEXT,
                    true,
                    property.name() + "; null is blank or unknown"));
        }
        columns.add(new Column("version", ColumnType.WHOLE_NUMBER, false, "grows with every change"));
        return new Table(schema.type().name(), columns, List.of("id"));
    }

    private static String columnName(Schema schema, Property property) {
        String name = property.name();
        if (name.equals("id") || name.equals("version")) {
            do {
                name += "_";
            } while (schema.indexOf(name) >= 0);
        }
        return name;
    }

    /** Lists all tables: one per type by name, then crosswalk and provenance. */
    public static List<Table> all(Collection<Schema> schemas) {
        List<Table> tables = new ArrayList<>(schemas.stream()
                .sorted((a, b) -> a.type().compareTo(b.type()))
                .map(AnalyticTables::of)
                .toList());
        tables.add(CROSSWALK);
        tables.add(PROVENANCE);
        return tables;
    }

    /** Builds the row of a golden record in the table of its type. The objects have the columns' types, or are null. */
    public static List<@Nullable Object> row(GoldenRecord golden, long sequence) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(golden.id().value());
        for (int i = 0; i < golden.values().schema().size(); i++) {
            Object slot = golden.values().slot(i);
            row.add(slot == null || slot == Blank.BLANK ? null : text(slot));
        }
        row.add(sequence);
        return row;
    }

    /** Builds the crosswalk rows of a golden record. */
    public static List<List<@Nullable Object>> crosswalkRows(GoldenRecord golden) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (SourceRecord member : golden.members()) {
            List<@Nullable Object> row = new ArrayList<>();
            row.add(golden.type().name());
            row.add(member.ref().system().value());
            row.add(member.ref().id());
            row.add(golden.id().value());
            rows.add(row);
        }
        return rows;
    }

    /** Builds the provenance rows: per property the winning claim, then the others. */
    public static List<List<@Nullable Object>> provenanceRows(GoldenRecord golden) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Provenance provenance : golden.provenance()) {
            rows.add(provenanceRow(golden, provenance, provenance.winner(), true));
            provenance.lost().forEach(claim -> rows.add(provenanceRow(golden, provenance, claim, false)));
        }
        return rows;
    }

    private static List<@Nullable Object> provenanceRow(
            GoldenRecord golden, Provenance provenance, Claim claim, boolean won) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(golden.id().value());
        row.add(golden.type().name());
        row.add(provenance.property());
        row.add(claim.source().system().value());
        row.add(claim.source().id());
        row.add(text(claim.value()));
        row.add(claim.isTimeKnown() ? claim.time() : null);
        row.add(claim.echo());
        row.add(won);
        row.add(won ? provenance.rule() : null);
        return row;
    }

    private static @Nullable String text(Value<?> value) {
        return value.known().map(AnalyticTables::text).orElse(null);
    }

    private static String text(Object slot) {
        return slot instanceof Reference reference ? reference.id() : slot.toString();
    }

    private static Column text(String name, String description) {
        return new Column(name, ColumnType.TEXT, false, description);
    }
}

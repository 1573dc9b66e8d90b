package io.sesam.talk.connector.csv.row;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.disk.FileErrors;
import io.sesam.talk.connector.csv.disk.Fingerprint;
import io.sesam.talk.connector.csv.settings.CsvSettings;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TimeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns of a file. Converts the cells of a row to a record. */
public final class Columns {
    private static final int NONE = -1;

    private final FileLayout layout;
    private final String[] headers;
    private final int id;
    private final int modified;
    private final int[] ofProperty;
    private final String[] names;
    private final boolean unquoting;
    private final long seed;

    private Columns(FileLayout layout, String[] headers, List<String> problems) {
        this.layout = layout;
        this.headers = headers;
        this.id = column(layout, headers, CsvSettings.ID, problems);
        this.modified = column(layout, headers, CsvSettings.MODIFIED, problems);
        this.ofProperty = layout.schema().properties().stream()
                .mapToInt(property ->
                        isLacking(layout, property) ? NONE : column(layout, headers, property.name(), problems))
                .toArray();
        this.names = layout.schema().properties().stream().map(Property::name).toArray(String[]::new);
        this.unquoting = layout.formulas() == CellText.Formulas.QUOTE;
        this.seed = seed();
    }

    /** Finds the columns of a header line. Refuses a header that lacks a configured column, or has no known column. */
    public static Columns of(FileLayout layout, String[] headers) {
        List<String> problems = new ArrayList<>();
        Columns columns = new Columns(layout, headers, problems);
        if (problems.isEmpty() && columns.fields().isEmpty()) {
            problems.add(layout.file() + " has none of the columns "
                    + layout.schema().properties().stream()
                            .filter(property -> !isLacking(layout, property))
                            .map(p -> layout.header(p.name()))
                            .toList()
                    + " in its first line; found " + Arrays.toString(headers)
                    + ". Correct the first line, map its headers in the setting columns, or set delimiter");
        }
        if (!problems.isEmpty()) {
            throw FileErrors.unreadable(String.join(System.lineSeparator(), problems));
        }
        return columns;
    }

    /** Counts the known headers. */
    public static int known(FileLayout layout, String[] headers) {
        Columns columns = new Columns(layout, headers, new ArrayList<>());
        int others = (columns.id == NONE ? 0 : 1) + (columns.modified == NONE ? 0 : 1);
        return columns.fields().size() + others;
    }

    /** Reports whether a column of a property's name may hold something else, because no host declared the property. */
    private static boolean isLacking(FileLayout layout, Property property) {
        return property.isReplaceable() && !layout.headers().containsKey(property.name());
    }

    /** Finds the column of a header. An exact match, or else one that looks the same, in any case. */
    private static int column(FileLayout layout, String[] headers, String property, List<String> problems) {
        String header = layout.header(property);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < headers.length; i++) {
            if (CellText.header(headers[i]).equals(CellText.header(header))) {
                found.add(i);
            }
        }
        List<Integer> exact =
                found.stream().filter(i -> headers[i].equals(header)).toList();
        List<Integer> meant = exact.isEmpty() ? found : exact;
        if (meant.size() > 1) {
            problems.add(layout.file() + " has the column \"" + header + "\" " + meant.size()
                    + " times; rename all but one of them");
        } else if (meant.isEmpty() && layout.headers().containsKey(property)) {
            problems.add(layout.file() + " has no column \"" + header + "\", which the setting columns."
                    + layout.schema().type() + "." + property + " names; found in the first line: "
                    + Arrays.toString(headers));
        }
        return meant.size() == 1 ? meant.get(0) : NONE;
    }

    private long seed() {
        long hash = 0;
        for (Property property : layout.schema().properties()) {
            hash = has(property.name()) ? Fingerprint.of(hash, property.name()) : hash;
        }
        return modified == NONE ? hash : Fingerprint.of(hash, CsvSettings.MODIFIED);
    }

    public Schema schema() {
        return layout.schema();
    }

    public int count() {
        return headers.length;
    }

    public String header(int column) {
        return headers[column];
    }

    /** Returns the id column, if present. */
    public Optional<Integer> id() {
        return id == NONE ? Optional.empty() : Optional.of(id);
    }

    /** Returns the id column, or -1. */
    public int idColumn() {
        return id;
    }

    /** Returns the column of the change time, if present. */
    public Optional<Integer> modified() {
        return modified == NONE ? Optional.empty() : Optional.of(modified);
    }

    /** Returns the column of a property, or -1. The property is given by its index in the schema. */
    public int column(int property) {
        return ofProperty[property];
    }

    /** Reports whether a property has a column. */
    private boolean has(String property) {
        return ofProperty[schema().index(property)] != NONE;
    }

    /** Returns the fields; properties without a column are left out. */
    public List<FieldSpec> fields() {
        return schema().properties().stream()
                .map(Property::name)
                .filter(this::has)
                .map(FieldSpec::of)
                .toList();
    }

    /** Returns the id of a row; empty if missing. */
    public String idOf(RowScanner row) {
        String cell = value(row, id);
        return cell == null ? "" : cell.strip();
    }

    /** Returns the fields of a row. A cell missing from a short row is unknown. */
    public Fields fieldsOf(String[] cells) {
        Fields.Builder fields = Fields.builder(schema());
        for (int i = 0; i < ofProperty.length; i++) {
            fields.text(names[i], value(cells, ofProperty[i]));
        }
        return fields.build();
    }

    private Fields fieldsOf(RowScanner row) {
        Fields.Builder fields = Fields.builder(schema());
        for (int i = 0; i < ofProperty.length; i++) {
            if (ofProperty[i] != NONE) {
                fields.text(names[i], value(row, ofProperty[i]));
            }
        }
        return fields.build();
    }

    public RecordSnapshot recordOf(RowScanner row) {
        return timed(RecordSnapshot.of(idOf(row), fieldsOf(row)), value(row, modified));
    }

    public RecordSnapshot recordOf(String[] cells) {
        String cell = value(cells, id);
        return timed(RecordSnapshot.of(cell == null ? "" : cell.strip(), fieldsOf(cells)), value(cells, modified));
    }

    private static RecordSnapshot timed(RecordSnapshot record, @Nullable String cell) {
        return cell == null || cell.isBlank()
                ? record
                : TimeText.read(cell).map(record::modified).orElseGet(record::withUnreadableTime);
    }

    /** Returns the fingerprint of a row's record; never 0. */
    public long fingerprintOf(String[] cells) {
        long hash = seed;
        for (int column : ofProperty) {
            hash = column == NONE ? hash : fingerprint(hash, value(cells, column));
        }
        hash = modified == NONE ? hash : fingerprint(hash, value(cells, modified));
        return hash == 0 ? 1 : hash;
    }

    /** Returns the fingerprint of a row's record; never 0. */
    public long fingerprintOf(RowScanner row) {
        long hash = seed;
        for (int column : ofProperty) {
            hash = column == NONE ? hash : fingerprint(hash, row, column);
        }
        hash = modified == NONE ? hash : fingerprint(hash, row, modified);
        return hash == 0 ? 1 : hash;
    }

    private long fingerprint(long before, RowScanner row, int column) {
        if (column >= row.count()) {
            return Fingerprint.ofNothing(before);
        }
        if (!isValue(row, column)) {
            return fingerprint(before, value(row, column));
        }
        int from = row.from(column);
        int to = row.to(column);
        boolean blank = true;
        for (int i = from; i < to; i++) {
            char letter = row.text()[i];
            if (letter == '\r') {
                return fingerprint(before, value(row, column));
            }
            blank = blank && Character.isWhitespace(letter);
        }
        return Fingerprint.of(before, row.text(), from, blank ? from : to);
    }

    /** Reports whether the letters of a cell are its value. */
    public boolean isValue(RowScanner row, int column) {
        return row.isPlain(column) && !CellText.isDressed(row.text(), row.from(column), row.to(column));
    }

    private static long fingerprint(long before, @Nullable String cell) {
        return cell == null
                ? Fingerprint.ofNothing(before)
                : Fingerprint.of(before, cell.isBlank() ? "" : CellText.withPlainLines(cell));
    }

    private @Nullable String value(String[] cells, int column) {
        return column == NONE || column >= cells.length ? null : CellText.value(cells[column], layout.formulas());
    }

    private @Nullable String value(RowScanner row, int column) {
        if (column == NONE || column >= row.count()) {
            return null;
        }
        String cell = row.cell(column);
        return unquoting || !isValue(row, column) ? CellText.value(cell, layout.formulas()) : cell;
    }

    /** Returns the headers that no property, id or change time uses. */
    public List<String> unused() {
        List<String> unused = new ArrayList<>();
        for (int i = 0; i < headers.length; i++) {
            int column = i;
            boolean used = column == id
                    || column == modified
                    || Arrays.stream(ofProperty).anyMatch(at -> at == column);
            if (!used && !CellText.header(headers[i]).isEmpty()) {
                unused.add(headers[i].strip());
            }
        }
        return unused;
    }

    /** Returns the properties without a column. */
    public List<String> missing() {
        return schema().properties().stream()
                .filter(property -> !isLacking(layout, property) && !has(property.name()))
                .map(Property::name)
                .toList();
    }
}

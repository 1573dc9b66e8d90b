package io.sesam.talk.connector.csv;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which column holds what; turns the cells of a row into a record. */
final class Columns {
    private static final int NONE = -1;

    private final FileLayout layout;
    private final String[] headers;
    private final int id;
    private final int modified;
    private final int[] ofProperty;
    private final long seed;

    private Columns(FileLayout layout, String[] headers, List<String> problems) {
        this.layout = layout;
        this.headers = headers;
        this.id = column(layout, headers, CsvSettings.ID, problems);
        this.modified = column(layout, headers, CsvSettings.MODIFIED, problems);
        this.ofProperty = layout.schema().properties().stream()
                .mapToInt(property -> column(layout, headers, property.name(), problems))
                .toArray();
        this.seed = seed();
    }

    /** Finds the columns of a header; refuses one that lacks what the settings name, or has nothing that is known. */
    static Columns of(FileLayout layout, String[] headers) {
        List<String> problems = new ArrayList<>();
        Columns columns = new Columns(layout, headers, problems);
        if (problems.isEmpty() && columns.fields().isEmpty()) {
            problems.add(layout.file() + " has none of the columns "
                    + layout.schema().properties().stream()
                            .map(p -> layout.header(p.name()))
                            .toList()
                    + " in its first line, which has " + Arrays.toString(headers)
                    + "; correct the first line, or name its headers in the setting columns, or set delimiter");
        }
        if (!problems.isEmpty()) {
            throw FileErrors.unreadable(String.join(System.lineSeparator(), problems));
        }
        return columns;
    }

    /** How many cells of a header are known. */
    static int known(FileLayout layout, String[] headers) {
        Columns columns = new Columns(layout, headers, new ArrayList<>());
        int others = (columns.id == NONE ? 0 : 1) + (columns.modified == NONE ? 0 : 1);
        return columns.fields().size() + others;
    }

    /** The column with a header: the very same, or else one that differs in case and outer white space only. */
    private static int column(FileLayout layout, String[] headers, String property, List<String> problems) {
        String header = layout.header(property);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < headers.length; i++) {
            if (headers[i].strip().equalsIgnoreCase(header.strip())) {
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
            problems.add(layout.file() + " has no column \"" + header + "\", which columns."
                    + layout.schema().type() + "." + property + " names; its first line has "
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

    Schema schema() {
        return layout.schema();
    }

    int count() {
        return headers.length;
    }

    String header(int column) {
        return headers[column];
    }

    /** The column of the ids, if there is one. */
    Optional<Integer> id() {
        return id == NONE ? Optional.empty() : Optional.of(id);
    }

    /** The column of the time of the last change, if there is one. */
    Optional<Integer> modified() {
        return modified == NONE ? Optional.empty() : Optional.of(modified);
    }

    /** The column of the property at an index of the schema, if there is one. */
    Optional<Integer> of(int property) {
        return ofProperty[property] == NONE ? Optional.empty() : Optional.of(ofProperty[property]);
    }

    private boolean has(String property) {
        return ofProperty[schema().index(property)] != NONE;
    }

    /** The fields: a property without a column is none. */
    List<FieldSpec> fields() {
        return schema().properties().stream()
                .map(Property::name)
                .filter(this::has)
                .map(FieldSpec::of)
                .toList();
    }

    /** The id in a row; empty when there is none yet. */
    String idOf(String[] cells) {
        return id == NONE || id >= cells.length ? "" : cells[id].strip();
    }

    /** The record in a row; a cell that the row is too short to have is unknown. */
    Fields fieldsOf(String[] cells) {
        Fields.Builder fields = Fields.builder(schema());
        for (int i = 0; i < ofProperty.length; i++) {
            fields.say(schema().property(i).name(), cell(cells, ofProperty[i]));
        }
        return fields.build();
    }

    RecordSnapshot recordOf(String[] cells) {
        RecordSnapshot record = RecordSnapshot.of(idOf(cells), fieldsOf(cells));
        Optional<Instant> time = Optional.ofNullable(cell(cells, modified)).flatMap(TimeStyle::parse);
        return time.map(record::modified).orElse(record);
    }

    /** The fingerprint of all that {@link #recordOf} says; 0 is never one. */
    long fingerprintOf(String[] cells) {
        long hash = seed;
        for (int column : ofProperty) {
            hash = column == NONE ? hash : fingerprint(hash, cell(cells, column));
        }
        hash = modified == NONE ? hash : fingerprint(hash, cell(cells, modified));
        return hash == 0 ? 1 : hash;
    }

    private static long fingerprint(long before, @Nullable String cell) {
        return cell == null ? Fingerprint.ofNothing(before) : Fingerprint.of(before, cell.isBlank() ? "" : cell);
    }

    private static @Nullable String cell(String[] cells, int column) {
        return column == NONE || column >= cells.length ? null : cells[column];
    }

    /** The same columns, with one for ids put before them. */
    Columns withIdsFirst() {
        String[] more = new String[headers.length + 1];
        more[0] = layout.header(CsvSettings.ID);
        System.arraycopy(headers, 0, more, 1, headers.length);
        return of(layout, more);
    }
}

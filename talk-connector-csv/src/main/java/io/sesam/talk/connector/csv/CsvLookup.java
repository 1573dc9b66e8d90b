package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A look-up in the current content of a file. */
final class CsvLookup implements Lookup, Lookup.ByKey {
    private final CsvFile file;

    CsvLookup(CsvFile file) {
        this.file = file;
    }

    @Override
    public Map<String, Found> byId(Collection<String> ids) {
        return file.again(() -> byId(file.table(), ids));
    }

    private static Map<String, Found> byId(FileTable table, Collection<String> ids) {
        Map<String, Found> found = new HashMap<>();
        // No answer for a record that may be a rejected row: it is not missing.
        ids.stream().filter(id -> !table.rejected().mayHold(id)).forEach(id -> found.put(id, new Found.Missing()));
        int[] rows = ids.stream()
                .distinct()
                .mapToInt(id -> table.ids().find(id))
                .filter(row -> row >= 0)
                .toArray();
        table.records(rows).forEach(record -> found.put(record.id(), new Found.Present(record)));
        return found;
    }

    @Override
    public Optional<ByKey> byKey() {
        return Optional.of(this);
    }

    @Override
    public Collection<String> properties() {
        Schema schema = file.layout().schema();
        return file.header().fields().stream()
                .map(FieldSpec::name)
                .filter(name -> schema.property(schema.index(name)).kind() != Kind.REFERENCE)
                .toList();
    }

    @Override
    public Duration lag() {
        return Duration.ZERO;
    }

    @Override
    public Collection<RecordSnapshot> find(String property, String value) {
        return file.again(() -> find(file.table(), property, value));
    }

    private static Collection<RecordSnapshot> find(FileTable table, String property, String value) {
        Object wanted = meaning(table, property, value);
        List<RecordSnapshot> found = new ArrayList<>();
        table.parseAll(row -> {
            RecordSnapshot record = table.columns().recordOf(row);
            if (!record.id().isEmpty() && wanted.equals(meaning(record.fields(), property))) {
                found.add(record);
            }
        });
        return found;
    }

    private static Object meaning(FileTable table, String property, String value) {
        return meaning(
                Fields.builder(table.columns().schema()).text(property, value).build(), property);
    }

    private static Object meaning(Fields rawValues, String property) {
        Property wanted = rawValues.schema().property(rawValues.schema().index(property));
        return Normalizer.normalize(rawValues).get(wanted.name());
    }
}

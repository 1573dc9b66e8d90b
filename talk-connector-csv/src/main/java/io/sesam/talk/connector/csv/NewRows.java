package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.policy.KeyForm;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.RecordSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows that came into a file after the last reading, by their match values.
 *
 * <p>An insert of a record that such a row holds already would double it: a person or another Talk was faster.
 */
final class NewRows {
    private final Map<String, RecordSnapshot> byKey = new HashMap<>();
    private final List<RecordSnapshot> rows = new ArrayList<>();

    private NewRows() {}

    static NewRows of(CsvFile file, FileTable table) {
        NewRows found = new NewRows();
        int[] numbers = IntStream.range(0, table.size())
                .filter(row -> file.isNew(table, row))
                .toArray();
        for (RecordSnapshot record : table.records(numbers)) {
            found.rows.add(record);
            keyOf(record.fields()).ifPresent(key -> found.byKey.putIfAbsent(key, record));
        }
        return found;
    }

    /** Finds a row with the match value of a record, or with all its values. */
    Optional<RecordSnapshot> equalTo(Fields fields) {
        Optional<RecordSnapshot> same = keyOf(fields).map(byKey::get);
        return same.isPresent()
                ? same
                : rows.stream().filter(row -> holds(row.fields(), fields)).findFirst();
    }

    /** Returns the match value of a record: an e-mail address, or else a name. */
    static Optional<String> keyOf(Fields fields) {
        Optional<Property> key = fields.schema().properties().stream()
                .filter(property -> property.kind() == Kind.EMAIL)
                .findFirst()
                .or(() -> fields.schema().properties().stream()
                        .filter(property -> property.name().equals("name"))
                        .findFirst());
        return key.flatMap(property -> fields.originalText(fields.schema().index(property.name()))
                .flatMap(original -> KeyForm.VISIBLE.apply(property.kind(), original)));
    }

    private static boolean holds(Fields row, Fields written) {
        Fields there = Normalizer.normalize(row);
        Fields wanted = Normalizer.normalize(written);
        boolean any = false;
        for (int i = 0; i < wanted.schema().size(); i++) {
            Object slot = wanted.slot(i);
            if (slot != null && slot != Blank.BLANK) {
                any = true;
                if (!slot.equals(there.slot(i))) {
                    return false;
                }
            }
        }
        return any;
    }
}

package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.edit.FileEdit;
import io.sesam.talk.connector.csv.edit.IdGenerator;
import io.sesam.talk.connector.csv.edit.RowUpdate;
import io.sesam.talk.connector.csv.history.FileSnapshot;
import io.sesam.talk.connector.csv.history.WriteJournal;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outcomes and edits for a batch of operations. */
final class CsvBatch {
    private final CsvFile file;
    private final FileTable table;
    private final Columns columns;
    private final Instant now;
    private final FileEdit edit;
    private final List<WriteJournal.Entry> written = new ArrayList<>();
    private @Nullable NewRows newRows;

    CsvBatch(CsvFile file, FileTable table, Instant now) {
        this.file = file;
        this.table = table;
        this.columns = table.columns();
        this.now = now;
        this.edit = new FileEdit(table);
    }

    FileTable table() {
        return table;
    }

    FileEdit edit() {
        return edit;
    }

    /** Returns the changed rows, before and after. */
    List<WriteJournal.Entry> written() {
        return written;
    }

    /** Decides the outcome of each operation. The outcomes hold once the edit is written. */
    Map<String, Outcome> decide(List<Operation> operations) {
        Map<Integer, String[]> rows = rows(operations);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        operations.forEach(operation -> outcomes.put(operation.id(), decide(operation, rows)));
        return outcomes;
    }

    /** Returns the cells of all affected rows. */
    private Map<Integer, String[]> rows(List<Operation> operations) {
        int[] rows = operations.stream()
                .mapToInt(operation -> table.ids().find(idOf(operation)))
                .filter(row -> row >= 0)
                .distinct()
                .toArray();
        List<String[]> cells = table.cells(rows);
        Map<Integer, String[]> byRow = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            byRow.put(rows[i], cells.get(i));
        }
        return byRow;
    }

    private static String idOf(Operation operation) {
        return operation.recordId().orElseGet(() -> IdGenerator.ofOperation(operation.id()));
    }

    private Outcome decide(Operation operation, Map<Integer, String[]> rows) {
        int row = table.ids().find(idOf(operation));
        String[] cells = rows.get(row);
        if (operation.kind() == Operation.Kind.INSERT) {
            // An existing row with this id means that this very operation was carried out before and its outcome was
            // lost.
            return cells != null ? Outcome.applied(columns.recordOf(cells)) : insert(operation);
        }
        if (cells == null) {
            return table.rejected().mayHold(operation.existingId())
                    ? new Outcome.Rejected(table.layout().file()
                            + " has rejected rows, and this record may be one of them; correct those rows")
                    : new Outcome.Conflict(Optional.empty());
        }
        RecordSnapshot current = columns.recordOf(cells);
        if (!RowUpdate.isStill(operation.basedOn(), current.fields())) {
            return new Outcome.Conflict(Optional.of(current));
        }
        return operation.kind() == Operation.Kind.ARCHIVE ? archive(row, current) : update(operation, row, cells);
    }

    private Outcome insert(Operation operation) {
        String[] empty = new String[columns.count()];
        Arrays.fill(empty, "");
        RowUpdate rowUpdate = new RowUpdate(table, empty, operation.fields());
        Optional<String> refusal = rowUpdate.refusal();
        if (refusal.isPresent()) {
            return new Outcome.Rejected(refusal.get());
        }
        Optional<RecordSnapshot> equal = newRows().equalTo(operation.fields());
        if (equal.isPresent()) {
            return new Outcome.Conflict(equal);
        }
        Optional<Long> line = NewRows.keyOf(operation.fields())
                .flatMap(key -> table.rejected().lineWith(table, key));
        if (line.isPresent()) {
            return new Outcome.Rejected(table.layout().file() + ", line " + line.get()
                    + ": this row is rejected and may be the same record; correct it");
        }
        String id = IdGenerator.ofOperation(operation.id());
        rowUpdate.put(columns.id().orElseThrow(), id);
        rowUpdate.stamp(now);
        String[] cells = rowUpdate.after();
        edit.add(cells);
        written.add(new WriteJournal.Entry(id, FileSnapshot.ABSENT, columns.fingerprintOf(cells)));
        return Outcome.applied(columns.recordOf(cells));
    }

    private NewRows newRows() {
        if (newRows == null) {
            newRows = NewRows.of(file, table);
        }
        return newRows;
    }

    private Outcome archive(int row, RecordSnapshot current) {
        edit.remove(row);
        written.add(new WriteJournal.Entry(current.id(), table.fingerprint(row), FileSnapshot.ABSENT));
        return Outcome.applied(current.id());
    }

    private Outcome update(Operation operation, int row, String[] cells) {
        RowUpdate rowUpdate = new RowUpdate(table, cells, operation.fields());
        Optional<String> refusal = rowUpdate.refusal();
        if (refusal.isPresent()) {
            return new Outcome.Rejected(refusal.get());
        }
        if (rowUpdate.changes().isEmpty()) {
            return new Outcome.NoChange(operation.existingId());
        }
        if (!table.isFaithful(row)) {
            return new Outcome.Rejected(table.layout().file() + ": this row would not stay as it is in "
                    + table.dialect().charset() + "; save the file as \"CSV UTF-8\"");
        }
        rowUpdate.stamp(now);
        edit.change(row, edit.row(row).with(rowUpdate.changes()));
        String[] after = rowUpdate.after();
        written.add(
                new WriteJournal.Entry(operation.existingId(), table.fingerprint(row), columns.fingerprintOf(after)));
        return Outcome.applied(columns.recordOf(after));
    }
}

package io.sesam.talk.testkit.system;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The execution of single operations on a {@link MemoryTable}. */
final class MemoryWrites {
    final Map<String, String> madeBy = new HashMap<>();
    boolean returnsRecord = true;
    private final MemoryRows table;

    MemoryWrites(MemoryRows table) {
        this.table = table;
    }

    Outcome write(Operation operation) {
        return switch (operation.kind()) {
            case INSERT -> insert(operation);
            case UPDATE -> update(operation);
            case ARCHIVE -> archive(operation);
        };
    }

    private Outcome insert(Operation operation) {
        for (FieldSpec field : table.spec.fields()) {
            if (field.isRequired()
                    && !operation.fields().isKnown(table.spec.schema().index(field.name()))) {
                return new Outcome.Rejected(field.name() + " is required");
            }
        }
        String id = table.newId();
        table.store(id, written(Fields.unknown(table.spec.schema()), operation.fields()), null);
        madeBy.put(operation.id(), id);
        return applied(id);
    }

    private Outcome update(Operation operation) {
        MemoryRows.Row row = table.rows.get(operation.existingId());
        if (row == null) {
            return new Outcome.Conflict(Optional.empty());
        }
        if (!holdsStill(row, operation.basedOn())) {
            return new Outcome.Conflict(Optional.of(table.shown(row)));
        }
        table.store(row.id(), written(row.fields(), operation.fields()), row);
        return applied(row.id());
    }

    private Outcome archive(Operation operation) {
        table.delete(operation.existingId());
        return Outcome.applied(operation.existingId());
    }

    private Outcome applied(String id) {
        MemoryRows.Row row = table.rows.get(id);
        return returnsRecord && row != null ? Outcome.applied(table.shown(row)) : Outcome.applied(id);
    }

    private boolean holdsStill(MemoryRows.Row row, Fields basedOn) {
        Fields shown = table.shown(row).fields();
        for (int i = 0; i < table.spec.schema().size(); i++) {
            Object expected = basedOn.slot(i);
            if (expected != null && !expected.equals(shown.slot(i))) {
                return false;
            }
        }
        return true;
    }

    private Fields written(Fields old, Fields wanted) {
        Schema schema = table.spec.schema();
        Fields.Builder fields = old.toBuilder();
        for (int i = 0; i < schema.size(); i++) {
            Object slot = wanted.slot(i);
            if (slot != null) {
                String text = slot instanceof Reference reference ? reference.id() : slot.toString();
                text = slot == Blank.BLANK ? "" : text;
                fields.text(
                        schema.property(i).name(), table.made(schema.property(i).name(), text));
            }
        }
        return fields.build();
    }
}

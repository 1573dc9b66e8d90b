package io.sesam.talk.testkit.system;

import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The stored records of a {@link MemoryTable}, guarded by it. */
final class MemoryRows {
    final TreeMap<String, Row> rows = new TreeMap<>();
    final Map<String, String> mergedInto = new HashMap<>();
    final Map<String, Instant> deleted = new TreeMap<>();
    final Map<String, UnaryOperator<String>> normalisations = new HashMap<>();
    TypeSpec spec;
    final Clock clock;
    boolean keepsTimes = true;
    private int nextId = 1;

    /** One record. */
    record Row(String id, Fields fields, Instant modified, Instant created) {}

    MemoryRows(TypeSpec spec, Clock clock) {
        this.spec = spec;
        this.clock = clock;
    }

    String newId() {
        return String.valueOf(nextId++);
    }

    void delete(String id) {
        rows.remove(id);
        deleted.put(id, clock.instant());
    }

    void store(String id, Fields fields, @Nullable Row old) {
        Instant now = clock.instant();
        rows.put(id, new Row(id, fields, now, old == null ? now : old.created()));
        deleted.remove(id);
    }

    /** Returns a text as the system normalises it. */
    @Nullable
    String made(String property, @Nullable String text) {
        if (text == null) {
            return null;
        }
        String declared =
                spec.field(property).flatMap(field -> field.render(text)).orElse(text);
        return normalisations.getOrDefault(property, UnaryOperator.identity()).apply(declared);
    }

    /** Returns the change that reports a deleted record. */
    Change gone(String id) {
        String survivor = mergedInto.get(id);
        return survivor == null ? new Change.Deleted(id) : new Change.MergedInto(id, survivor);
    }

    /** Returns a record as readers see it. */
    RecordSnapshot shown(Row row) {
        Fields.Builder fields = row.fields().toBuilder();
        for (int i = 0; i < spec.schema().size(); i++) {
            boolean readable = spec.field(spec.schema().property(i).name())
                    .filter(FieldSpec::isReadable)
                    .isPresent();
            if (!readable) {
                fields.slot(i, null);
            }
        }
        RecordSnapshot record = RecordSnapshot.of(row.id(), fields.build());
        return keepsTimes ? record.modified(row.modified()).created(row.created()) : record;
    }
}

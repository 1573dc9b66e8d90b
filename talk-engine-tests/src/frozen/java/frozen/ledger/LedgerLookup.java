package frozen.ledger;

import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds records by id, by e-mail or name, and by the operation that made them. */
final class LedgerLookup implements Lookup {
    private final LedgerTable table;

    LedgerLookup(LedgerTable table) {
        this.table = table;
    }

    @Override
    public Map<String, Found> byId(Collection<String> ids) {
        Map<String, Found> found = new HashMap<>();
        for (String id : ids) {
            found.put(
                    id,
                    table.record(id)
                            .filter(record -> !record.isGone())
                            .<Found>map(record -> new Found.Present(record.snapshot(table.schema())))
                            .orElseGet(Found.Missing::new));
        }
        return found;
    }

    @Override
    public Optional<ByKey> byKey() {
        return Optional.of(new ByKey() {
            @Override
            public Collection<String> properties() {
                return table.schema().indexOf("email") >= 0 ? List.of("email") : List.of("name");
            }

            @Override
            public Duration lag() {
                return Duration.ZERO;
            }

            @Override
            public Collection<RecordSnapshot> find(String property, String value) {
                return table.records().stream()
                        .filter(record -> !record.isGone() && value.equalsIgnoreCase(record.text(property)))
                        .map(record -> record.snapshot(table.schema()))
                        .toList();
            }
        });
    }

    @Override
    public Optional<ByOperation> byOperation() {
        return Optional.of(new ByOperation() {
            @Override
            public Duration lag() {
                return Duration.ZERO;
            }

            @Override
            public Map<String, RecordSnapshot> find(Collection<String> operations, Instant since) {
                Map<String, RecordSnapshot> found = new HashMap<>();
                for (LedgerRecord record : table.records()) {
                    String operation = record.text(LedgerRecord.OPERATION);
                    if (operation != null && operations.contains(operation)) {
                        found.put(operation, record.snapshot(table.schema()));
                    }
                }
                return found;
            }
        });
    }
}

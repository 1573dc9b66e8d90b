package io.sesam.talk.testkit.system;

import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A look-up in a {@link MemoryTable}. Supports the ways that the table declares. */
record MemoryLookup(MemoryTable table) implements Lookup {
    @Override
    public Map<String, Found> byId(Collection<String> ids) {
        return table.lookup(ids);
    }

    @Override
    public Optional<Lookup.ByKey> byKey() {
        return table.keyLag().map(lag -> new Keys(table, lag));
    }

    @Override
    public Optional<Lookup.ByOperation> byOperation() {
        return table.operationLag().map(lag -> new Operations(table, lag));
    }

    private record Keys(MemoryTable table, Duration lag) implements Lookup.ByKey {
        @Override
        public List<String> properties() {
            return table.keys();
        }

        @Override
        public Collection<RecordSnapshot> find(String property, String value) {
            return table.holding(property, value, lag);
        }
    }

    private record Operations(MemoryTable table, Duration lag) implements Lookup.ByOperation {
        @Override
        public Map<String, RecordSnapshot> find(Collection<String> operations, Instant since) {
            return table.madeBy(operations, lag);
        }
    }
}

package io.sesam.talk.http;

import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A look-up composed of functions. For systems that show a written record at once. Immutable. */
public final class Lookups implements Lookup {
    private final Function<Collection<String>, Map<String, Found>> byId;
    private final Optional<ByKey> byKey;
    private final Optional<ByOperation> byOperation;
    private final BooleanSupplier keepsOperations;

    private Lookups(
            Function<Collection<String>, Map<String, Found>> byId,
            Optional<ByKey> byKey,
            Optional<ByOperation> byOperation,
            BooleanSupplier keepsOperations) {
        this.byId = byId;
        this.byKey = byKey;
        this.byOperation = byOperation;
        this.keepsOperations = keepsOperations;
    }

    /** Creates a look-up by id, as {@link Lookup#byId}. */
    public static Lookups byId(Function<Collection<String>, Map<String, Found>> find) {
        return new Lookups(find, Optional.empty(), Optional.empty(), () -> false);
    }

    /** Returns a copy that looks up by a unique property. */
    public Lookups byKey(String property, Function<String, ? extends Collection<RecordSnapshot>> find) {
        ByKey key = new ByKey() {
            @Override
            public Collection<String> properties() {
                return List.of(property);
            }

            @Override
            public Duration lag() {
                return Duration.ZERO;
            }

            @Override
            public Collection<RecordSnapshot> find(String name, String value) {
                return List.copyOf(find.apply(value));
            }
        };
        return new Lookups(byId, Optional.of(key), byOperation, keepsOperations);
    }

    /**
     * Returns a copy that looks up by operation id. Implements {@link ByOperation#find}.
     *
     * @param available whether the system stores operation ids; evaluated each time, because the field may be added
     *     later
     */
    public Lookups byOperation(
            BooleanSupplier available, BiFunction<Collection<String>, Instant, Map<String, RecordSnapshot>> find) {
        ByOperation operation = new ByOperation() {
            @Override
            public Duration lag() {
                return Duration.ZERO;
            }

            @Override
            public Map<String, RecordSnapshot> find(Collection<String> operations, Instant since) {
                return find.apply(operations, since);
            }
        };
        return new Lookups(byId, byKey, Optional.of(operation), available);
    }

    @Override
    public Map<String, Found> byId(Collection<String> ids) {
        return ids.isEmpty() ? Map.of() : byId.apply(ids);
    }

    @Override
    public Optional<ByKey> byKey() {
        return byKey;
    }

    @Override
    public Optional<ByOperation> byOperation() {
        return byOperation.filter(operation -> keepsOperations.getAsBoolean());
    }
}

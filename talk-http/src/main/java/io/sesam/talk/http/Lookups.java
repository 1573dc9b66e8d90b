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

/** A look-up made of functions; what a system finds, it finds at once. Immutable. */
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

    /** Looks up by ids, as {@link Lookup#byId} says. */
    public static Lookups byId(Function<Collection<String>, Map<String, Found>> find) {
        return new Lookups(find, Optional.empty(), Optional.empty(), () -> false);
    }

    /** The same, also by a property that is a key over there. */
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
     * The same, also by the operation that made a record, as {@link ByOperation#find} says.
     *
     * @param available whether the system keeps operations; asked each time, because somebody may set it up meanwhile
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

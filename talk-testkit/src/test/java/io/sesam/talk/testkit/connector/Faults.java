package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteLog;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Faults of one place of a connector. */
final class Faults {
    /** Reads a page. */
    @FunctionalInterface
    interface Reading {
        Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request);
    }

    /** Writes a batch. */
    @FunctionalInterface
    interface Writing {
        Map<String, Outcome> write(ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log);
    }

    /** Looks records up by their ids. */
    @FunctionalInterface
    interface ById {
        Map<String, Lookup.Found> byId(ModelWorld world, EntityType type, Lookup honest, Collection<String> ids);
    }

    private Faults() {}

    static Fault reading(Reading reading) {
        return new Fault() {
            @Override
            public Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
                return reading.read(world, type, honest, request);
            }
        };
    }

    /** Changes or leaves out what a page has. */
    static Fault shown(Function<Change, Optional<Change>> shown) {
        return reading((world, type, honest, request) -> with(honest.read(request), shown));
    }

    /** Changes records that are read. */
    static Fault records(UnaryOperator<RecordSnapshot> shown) {
        return shown(change -> Optional.of(change instanceof RecordSnapshot record ? shown.apply(record) : change));
    }

    static Page with(Page page, Function<Change, Optional<Change>> shown) {
        List<Change> changes = page.changes().stream()
                .flatMap(change -> shown.apply(change).stream())
                .toList();
        return page.hasMore() ? Page.more(changes, page.next()) : Page.last(changes, page.next());
    }

    static Fault writing(Writing writing) {
        return new Fault() {
            @Override
            public Map<String, Outcome> write(
                    ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
                return writing.write(world, honest, operations, log);
            }
        };
    }

    /** Changes operations before they are sent. */
    static Fault sent(UnaryOperator<Operation> sent) {
        return writing((world, honest, operations, log) ->
                honest.write(operations.stream().map(sent).toList(), log));
    }

    /** Changes the values that are sent. */
    static Fault values(UnaryOperator<Fields> values) {
        return sent(operation -> with(operation, values.apply(operation.fields())));
    }

    static Operation with(Operation operation, Fields fields) {
        return switch (operation.kind()) {
            case INSERT -> Operation.insert(operation.id(), fields);
            case UPDATE -> Operation.update(operation.id(), operation.existingId(), fields, operation.basedOn(), null);
            case ARCHIVE -> operation;
        };
    }

    static Fault types(UnaryOperator<TypeSpec> described) {
        return new Fault() {
            @Override
            public List<TypeSpec> types(ModelWorld world, List<TypeSpec> honest) {
                return honest.stream().map(described).toList();
            }
        };
    }

    static Fault byId(ById finding) {
        return new Fault() {
            @Override
            public Optional<Lookup> lookup(ModelWorld world, EntityType type, Optional<Lookup> honest) {
                return honest.map(lookup -> new Lookup() {
                    @Override
                    public Map<String, Found> byId(Collection<String> ids) {
                        return finding.byId(world, type, lookup, ids);
                    }

                    @Override
                    public Optional<ByKey> byKey() {
                        return lookup.byKey();
                    }

                    @Override
                    public Optional<ByOperation> byOperation() {
                        return lookup.byOperation();
                    }
                });
            }
        };
    }
}

package io.sesam.talk.testkit.connector;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Kind;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteLog;
import io.sesam.talk.spi.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connector that keeps every promise, unless its world's mutation breaks one. */
final class ModelConnector implements Connector {
    private final ModelWorld world;
    private final Connector honest;

    ModelConnector(ModelWorld world, Connector honest) {
        this.world = world;
        this.honest = honest;
    }

    private boolean is(Mutation mutation) {
        return world.mutation == mutation;
    }

    @Override
    public Check check() {
        return world.trouble == ModelWorld.Trouble.NONE
                ? Check.fine()
                : Check.problem("The system cannot be read: " + world.trouble);
    }

    @Override
    public List<TypeSpec> types() {
        return honest.types();
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return honest.reader(type).map(reader -> request -> page(reader, request));
    }

    private Page page(Reader reader, ReadRequest request) {
        switch (world.trouble) {
            case REFUSED -> throw new TalkException(ErrorCode.ACCESS_REFUSED, "The list was refused. Renew the token.");
            case NO_LIST -> {
                if (is(Mutation.NO_LIST_IS_AN_EMPTY_LIST)) {
                    return Page.last(List.of(), new Position.Keyset(world.clock.instant(), ""));
                }
                throw new TalkException(ErrorCode.UNREADABLE, "The answer has no list. Is the address right?");
            }
            case RING -> {
                if (is(Mutation.RING_IS_FOLLOWED)) {
                    String next = request.after().map(Position::text).orElse("").equals("ta") ? "b" : "a";
                    return Page.more(List.of(), new Position.Token(next));
                }
                throw new TalkException(ErrorCode.CURSOR_STUCK, "The pages go round. Report it to the vendor.");
            }
            case NONE -> {}
        }
        return shortened(reader, request);
    }

    private Page shortened(Reader reader, ReadRequest request) {
        int limit = Math.min(request.limit(), world.shortened);
        Page page = reader.read(request.after()
                .map(position -> ReadRequest.after(position, request.until(), limit))
                .orElseGet(() -> ReadRequest.fromStart(request.until(), limit)));
        List<Change> changes = page.changes().stream().map(this::stamped).toList();
        boolean end = is(Mutation.SHORT_PAGE_IS_THE_END) && changes.size() < request.limit();
        return page.hasMore() && !end ? Page.more(changes, page.next()) : Page.last(changes, page.next());
    }

    private Change stamped(Change change) {
        return is(Mutation.MODIFIED_IS_THE_TIME_OF_READING) && change instanceof RecordSnapshot record
                ? record.modified(world.clock.instant())
                : change;
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return honest.lookup(type).map(ModelLookup::new);
    }

    /** The look-up of the model. */
    private final class ModelLookup implements Lookup {
        private final Lookup lookup;

        ModelLookup(Lookup lookup) {
            this.lookup = lookup;
        }

        @Override
        public Map<String, Found> byId(Collection<String> ids) {
            Map<String, Found> found = new LinkedHashMap<>(lookup.byId(ids));
            if (is(Mutation.LOOKUP_ANSWERS_THE_FIRST_ID_ONLY)) {
                found.keySet().retainAll(ids.stream().limit(1).toList());
            }
            if (is(Mutation.LOOKUP_REMEMBERS_WHO_IS_MISSING_AS_PRESENT)) {
                found.values().removeIf(Found.Missing.class::isInstance);
            }
            return found;
        }

        @Override
        public Optional<ByOperation> byOperation() {
            return lookup.byOperation().map(operations -> new ByOperation() {
                @Override
                public Duration lag() {
                    return operations.lag();
                }

                @Override
                public Map<String, RecordSnapshot> find(Collection<String> asked, Instant since) {
                    return mutated(operations.find(asked, since), asked);
                }
            });
        }

        private Map<String, RecordSnapshot> mutated(Map<String, RecordSnapshot> found, Collection<String> asked) {
            Map<String, RecordSnapshot> answer = new HashMap<>(found);
            if (is(Mutation.OPERATION_FINDS_NOBODY)) {
                answer.clear();
            } else if (is(Mutation.OPERATION_FINDS_ANOTHER)) {
                answer.replaceAll((operation, record) -> RecordSnapshot.of("0" + record.id(), record.fields()));
            } else if (is(Mutation.OPERATION_FINDS_WHAT_WAS_NEVER_SENT)) {
                found.values().stream()
                        .findFirst()
                        .ifPresent(record -> asked.forEach(operation -> answer.putIfAbsent(operation, record)));
            }
            return answer;
        }
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        return honest.writer(type)
                .map(writer -> writer instanceof StepwiseWriter stepwise
                        ? (StepwiseWriter) (batch, log) -> write(stepwise, batch, log)
                        : writer);
    }

    private Map<String, Outcome> write(StepwiseWriter writer, List<Operation> batch, WriteLog log) {
        refuse();
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<Operation> current = new ArrayList<>();
        for (Operation operation : batch) {
            if (operation.kind() == Operation.Kind.ARCHIVE && isStale(operation)) {
                outcomes.put(operation.id(), new Outcome.Conflict(Optional.empty()));
            } else {
                current.add(mutated(operation));
            }
        }
        outcomes.putAll(writer.write(current, log));
        return outcomes;
    }

    private boolean isStale(Operation operation) {
        return honest.lookup(operation.type()).orElseThrow().byId(List.of(operation.existingId())).values().stream()
                .noneMatch(found -> found instanceof Lookup.Found.Present present
                        && present.record().fields().equals(operation.basedOn()));
    }

    private void refuse() {
        if (world.trouble == ModelWorld.Trouble.REFUSED) {
            throw new TalkException(ErrorCode.ACCESS_REFUSED, "The write was refused. Renew the token.");
        }
    }

    private Operation mutated(Operation operation) {
        boolean lost = is(Mutation.REFERENCE_IS_NOT_WRITTEN)
                || is(Mutation.REFERENCE_IS_NOT_UPDATED) && operation.kind() == Operation.Kind.UPDATE;
        if (!lost || operation.kind() == Operation.Kind.ARCHIVE) {
            return operation;
        }
        var fields = operation.fields().toBuilder();
        operation.fields().schema().properties().stream()
                .filter(property -> property.kind() == Kind.REFERENCE)
                .forEach(property -> fields.say(property.name(), null));
        return operation.kind() == Operation.Kind.INSERT
                ? Operation.insert(operation.id(), fields.build())
                : Operation.update(operation.id(), operation.existingId(), fields.build(), operation.basedOn(), null);
    }

    @Override
    public void close() {
        honest.close();
    }
}

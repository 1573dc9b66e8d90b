package io.sesam.talk.testkit.connector;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteLog;
import io.sesam.talk.spi.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connector that keeps every promise, unless its fault breaks one. */
final class ModelConnector implements Connector {
    private final ModelWorld world;
    private final Connector honest;
    private final Fault fault;
    private final String printed;

    ModelConnector(ModelWorld world, Connector honest, Fault fault, String printed) {
        this.world = world;
        this.honest = honest;
        this.fault = fault;
        this.printed = printed;
    }

    @Override
    public Check check() {
        return fault.check(
                world,
                world.trouble == ModelWorld.Trouble.NONE
                        ? Check.fine()
                        : Check.problem(fault.message(world, "The system cannot be read: " + world.trouble)));
    }

    @Override
    public List<TypeSpec> types() {
        return fault.types(world, honest.types());
    }

    @Override
    public Optional<Reader> reader(EntityType type) {
        return fault.reader(type, honest.reader(type)).map(reader -> request -> page(type, reader, request));
    }

    private Page page(EntityType type, Reader reader, ReadRequest request) {
        if (world.trouble != ModelWorld.Trouble.NONE) {
            return fault.readInTrouble(world, request).orElseThrow(() -> trouble("The list"));
        }
        return fault.read(world, type, each -> shortened(reader, each), request);
    }

    private TalkException trouble(String what) {
        return switch (world.trouble) {
            case NO_LIST -> problem(ErrorCode.UNREADABLE, what + " is missing in the answer. Is the address right?");
            case RING -> problem(ErrorCode.CURSOR_STUCK, what + " goes round. Report it to the vendor.");
            case NONE, REFUSED -> problem(ErrorCode.ACCESS_REFUSED, what + " was refused. Renew the token.");
        };
    }

    private TalkException problem(ErrorCode code, String message) {
        return new TalkException(code, fault.message(world, message));
    }

    private Page shortened(Reader reader, ReadRequest request) {
        int limit = Math.min(request.limit(), world.shortened);
        Optional<Position> after = request.after();
        return reader.read(
                after.isEmpty()
                        ? ReadRequest.fromStart(request.until(), limit)
                        : ReadRequest.after(after.get(), request.until(), limit));
    }

    @Override
    public Optional<Lookup> lookup(EntityType type) {
        return fault.lookup(world, type, honest.lookup(type));
    }

    @Override
    public Optional<Writer> writer(EntityType type) {
        Optional<Writer> writer = honest.writer(type).filter(any -> fault.writes());
        return writer.map(
                each -> fault.announces() ? stepwise(each) : operations -> write(each, operations, WriteLog.NONE));
    }

    private StepwiseWriter stepwise(Writer writer) {
        return (operations, log) -> write(writer, operations, log);
    }

    private Map<String, Outcome> write(Writer writer, List<Operation> operations, WriteLog log) {
        if (world.trouble == ModelWorld.Trouble.REFUSED) {
            throw trouble("The write");
        }
        return fault.write(world, (batch, each) -> honestly((StepwiseWriter) writer, batch, each), operations, log);
    }

    private Map<String, Outcome> honestly(StepwiseWriter writer, List<Operation> batch, WriteLog log) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        List<Operation> current = new ArrayList<>();
        for (Operation operation : batch) {
            if (operation.kind() == Operation.Kind.ARCHIVE && isStale(operation)) {
                outcomes.put(operation.id(), new Outcome.Conflict(Optional.empty()));
            } else {
                current.add(operation);
            }
        }
        outcomes.putAll(writer.write(current, log));
        return outcomes;
    }

    private boolean isStale(Operation operation) {
        return !operation.basedOn().isAllUnknown()
                && honest.lookup(operation.type()).orElseThrow().byId(List.of(operation.existingId())).values().stream()
                        .noneMatch(found -> found instanceof Lookup.Found.Present present
                                && present.record().fields().equals(operation.basedOn()));
    }

    @Override
    public void close() {
        fault.close(world);
        honest.close();
    }

    @Override
    public String toString() {
        return printed;
    }
}

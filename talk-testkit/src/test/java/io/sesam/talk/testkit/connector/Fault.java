package io.sesam.talk.testkit.connector;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.StepwiseWriter;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WriteLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a broken connector does otherwise than the honest one. A connector has a fault of its own, which may keep state. */
interface Fault {
    /** The honest connector. */
    Fault NONE = new Fault() {};

    /** Opens a connector. */
    default void open(ModelWorld world) {}

    /** Closes a connector. */
    default void close(ModelWorld world) {}

    /** Checks the system. */
    default Check check(ModelWorld world, Check honest) {
        return honest;
    }

    /** Describes the types. */
    default List<TypeSpec> types(ModelWorld world, List<TypeSpec> honest) {
        return honest;
    }

    /** Gives the reader of a type. */
    default Optional<Reader> reader(EntityType type, Optional<Reader> honest) {
        return honest;
    }

    /** Reads a page. */
    default Page read(ModelWorld world, EntityType type, Reader honest, ReadRequest request) {
        return honest.read(request);
    }

    /** Reads a page of a system that does not answer as it should. Empty where an error is told. */
    default Optional<Page> readInTrouble(ModelWorld world, ReadRequest request) {
        return Optional.empty();
    }

    /** Words an error. */
    default String message(ModelWorld world, String honest) {
        return honest;
    }

    /** Gives the look-up of a type. */
    default Optional<Lookup> lookup(ModelWorld world, EntityType type, Optional<Lookup> honest) {
        return honest;
    }

    /** Whether there is a writer. */
    default boolean writes() {
        return true;
    }

    /** Whether the writer announces its calls. */
    default boolean announces() {
        return true;
    }

    /** Writes a batch. */
    default Map<String, Outcome> write(
            ModelWorld world, StepwiseWriter honest, List<Operation> operations, WriteLog log) {
        return honest.write(operations, log);
    }

    /** Prints the connector. */
    default String print(String token, String honest) {
        return honest;
    }
}

package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import java.util.List;
import java.util.Optional;

/**
 * One connected system.
 *
 * <p>Called by one thread at a time, not always the same. A call that fails for the whole system throws a
 * {@link io.sesam.talk.error.TalkException} whose code says what to do; anything else thrown is a bug of the connector,
 * which pauses this system alone. After {@link #close()} nothing is called any more.
 */
public interface Connector extends AutoCloseable {
    /**
     * Tries whether it can do what it is configured to do: reach the system, be let in, find what settings name. Reads
     * only. Tells all problems at once and throws nothing that is one.
     */
    Check check();

    /**
     * The types this connection holds, as configured, with what is true of each. Called at the start of a run, before
     * anything is read; may look at the system. The answer may differ from run to run, as when a column was added:
     * a field that can be read since makes the engine list the type once more from the start.
     */
    List<TypeSpec> types();

    /** Reads records of a type that {@link #types()} named; empty when the system does not let them be read. */
    Optional<Reader> reader(EntityType type);

    /** Looks single records up; empty when the system cannot. */
    Optional<Lookup> lookup(EntityType type);

    /** Writes records of a type; empty when the system is read-only there. */
    Optional<Writer> writer(EntityType type);

    /** What deletes records of a type for good, if the system can and may; without it, what is to be erased is archived. */
    default Optional<Eraser> eraser(EntityType type) {
        return Optional.empty();
    }

    /** Understands what the system sends by itself; empty when it sends nothing, or nothing is set up for it. */
    default Optional<Webhooks> webhooks() {
        return Optional.empty();
    }

    /**
     * Puts right over there what {@link #check()} finds missing and Talk can make itself, such as a field to keep an id
     * in. Only when a person asks for it. Answers what is still to be done.
     */
    default Check fix() {
        return check();
    }

    /** Lets go of everything; no thread, file or connection of its own is left. Called once, and never fails. */
    @Override
    void close();
}

package io.sesam.talk.spi;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A connection to one system.
 *
 * <p>Life: {@link ConnectorPlugin#open} creates it; {@link #check()} and {@link #types()} may come any time and
 * again; in a run {@link #types()} comes first, then the readers, then the writers; {@link #close()} comes once,
 * and nothing after it. The engine calls a connector and its parts from one thread at a time, not always the same
 * one; only {@link Webhooks} are called from any thread. A failure of the whole system is a {@link
 * io.sesam.talk.error.TalkException} whose code selects the reaction. Any other exception is a bug of the connector
 * and pauses this system only.
 */
public interface Connector extends AutoCloseable {
    /**
     * Checks whether the connection works as configured. The system is reachable, access is granted, names in the
     * settings exist. Reads only. Returns all problems at once instead of throwing them.
     */
    Check check();

    /**
     * Checks whether the connection works for some types. Asks nothing about the others: a type that does not take part
     * needs no access. Without an implementation, everything is checked.
     *
     * @param types the types that take part
     */
    @Experimental
    default Check check(Set<EntityType> types) {
        return check();
    }

    /**
     * Lists the types this connection holds, with their facts. Called at the start of a run, before anything is
     * read; may call the system. The answer may differ between runs, for instance after a column was added: a new
     * readable field makes the engine list the type once more from the start.
     */
    List<TypeSpec> types();

    /** Returns the reader of a type that {@link #types()} listed. Empty when the system does not allow reading. */
    Optional<Reader> reader(EntityType type);

    /** Returns the look-up of single records. Empty when the system has none. */
    Optional<Lookup> lookup(EntityType type);

    /** Returns the writer of a type. Empty when it is read-only. */
    Optional<Writer> writer(EntityType type);

    /** Returns the eraser of a type, if permitted. Without one, records to be erased are archived. */
    default Optional<Eraser> eraser(EntityType type) {
        return Optional.empty();
    }

    /** Returns the parser of webhook requests. Empty when the system sends none or none is configured. */
    default Optional<Webhooks> webhooks() {
        return Optional.empty();
    }

    /**
     * Creates what {@link #check()} found missing in the system, such as a field for correlation ids. Called only
     * when a person asks for it. Returns what remains to be done.
     */
    default Check fix() {
        return check();
    }

    /** Creates what {@link #check(Set)} found missing for some types. */
    @Experimental
    default Check fix(Set<EntityType> types) {
        return fix();
    }

    /** Releases all threads, files and connections. Called once; never throws. */
    @Override
    void close();
}

package io.sesam.talk.engine.write;

import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Commit;
import java.util.List;

/**
 * The durable side of sending: intents before, outcomes after.
 *
 * <p>What differs between writes, undos and erasures; how they are sent does not ({@link BatchSender}).
 *
 * @param <T> the kind of request
 */
public interface Outbox<T> {
    /** The operation of a request, always the same one. */
    Operation operation(T request);

    /** What a connector is doing that carries one out, for messages: "writing". */
    String activity();

    /**
     * Notes an intent for each request that is still to be sent, and returns these. Called once per batch, before the
     * first call, while no other thread changes what is remembered.
     */
    List<T> intend(List<T> requests, Commit commit);

    /**
     * Remembers outcomes in one commit, and closes their intents. Called after each call that settled something; over a
     * whole batch each intended request comes exactly once.
     *
     * @param waiting the requests of the batch that have no outcome yet
     */
    void remember(List<WriteResult<T>> settled, List<T> waiting);
}

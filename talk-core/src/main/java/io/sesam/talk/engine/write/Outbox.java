package io.sesam.talk.engine.write;

import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.Intent;
import java.util.List;

/**
 * The durable side of sending: intents and outcomes.
 *
 * <p>Writes, undos and erasures differ here; {@link BatchSender} sends all of them alike.
 *
 * @param <T> the kind of request
 */
public interface Outbox<T> {
    /** Returns the operation of a request, always the same one. */
    Operation operation(T request);

    /** Names the connector's activity for messages: "writing". */
    String activity();

    /**
     * Selects the requests that still apply. Called once per batch, before the first call, while no other thread
     * writes to the store.
     */
    default List<T> current(List<T> requests) {
        return requests;
    }

    /** Creates the intent of a request. */
    Intent intent(T request);

    /**
     * Stores outcomes in one commit and closes their intents. Called after each call that settled requests; over a
     * whole batch each intended request comes exactly once.
     *
     * @param waiting the requests of the batch without an outcome yet
     */
    void remember(List<WriteResult<T>> settled, List<T> waiting);
}

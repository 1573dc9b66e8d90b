package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.TestClock;

/** What may be put between the engine and its doors, to show that the world notices when the engine is broken. */
public interface Meddling {
    /** Leaves everything as it is. */
    Meddling NONE = new Meddling() {};

    /** The store that the engine gets. */
    default Store store(Store store, TestClock clock) {
        return store;
    }

    /** The connector that the engine gets. */
    default ConnectorPlugin connector(ConnectorPlugin plugin, TestClock clock) {
        return plugin;
    }

    /** The sink that the engine gets. */
    default SinkPlugin sink(SinkPlugin plugin) {
        return plugin;
    }
}

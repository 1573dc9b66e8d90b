package io.sesam.talk.tests.world.boundary;

import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.TestClock;

/** A modification at the engine's boundary. Shows that the world detects a broken engine. */
public interface Meddling {
    /** Changes nothing. */
    Meddling NONE = new Meddling() {};

    /** Returns the store for the engine. */
    default Store store(Store store, TestClock clock) {
        return store;
    }

    /** Returns the connector for the engine. */
    default ConnectorPlugin connector(ConnectorPlugin plugin, TestClock clock) {
        return plugin;
    }

    /** Returns the sink for the engine. */
    default SinkPlugin sink(SinkPlugin plugin) {
        return plugin;
    }
}

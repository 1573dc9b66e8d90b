/** What the author of a connector, sink or store needs to test it. */
module io.sesam.talk.testkit {
    requires transitive io.sesam.talk.core;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
    requires transitive com.fasterxml.jackson.databind;
    requires com.graphqljava;
    requires transitive java.sql;
    requires jdk.httpserver;

    exports io.sesam.talk.testkit;
    exports io.sesam.talk.testkit.connector;
    exports io.sesam.talk.testkit.enricher;
    exports io.sesam.talk.testkit.sim;
    exports io.sesam.talk.testkit.sink;
    exports io.sesam.talk.testkit.store;
    exports io.sesam.talk.testkit.system;
    exports io.sesam.talk.testkit.world;

    uses io.sesam.talk.spi.ConnectorPlugin;
}

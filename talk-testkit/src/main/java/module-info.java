/** Test kit for authors of connectors, sinks and stores. */
module io.sesam.talk.testkit {
    requires transitive io.sesam.talk.core;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires java.net.http;
    requires static transitive org.jspecify;

    exports io.sesam.talk.testkit;
    exports io.sesam.talk.testkit.connector;
    exports io.sesam.talk.testkit.enricher;
    exports io.sesam.talk.testkit.json;
    exports io.sesam.talk.testkit.sink;
    exports io.sesam.talk.testkit.store;
    exports io.sesam.talk.testkit.system;

    uses io.sesam.talk.spi.ConnectorPlugin;
}

/** Model, policies, merging, SPI, store port and the sync engine. */
module io.sesam.talk.core {
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.sesam.talk;
    exports io.sesam.talk.contract;
    exports io.sesam.talk.error;
    exports io.sesam.talk.event;
    exports io.sesam.talk.host;
    exports io.sesam.talk.merge;
    exports io.sesam.talk.model;
    exports io.sesam.talk.policy;
    exports io.sesam.talk.query;
    exports io.sesam.talk.result;
    exports io.sesam.talk.spi;
    exports io.sesam.talk.spi.enricher;
    exports io.sesam.talk.spi.settings;
    exports io.sesam.talk.spi.sink;
    exports io.sesam.talk.spi.token;
    exports io.sesam.talk.store;

    uses io.sesam.talk.spi.ConnectorPlugin;
    uses io.sesam.talk.spi.enricher.EnricherPlugin;
    uses io.sesam.talk.spi.sink.SinkPlugin;
    uses io.sesam.talk.store.StorePlugin;
}

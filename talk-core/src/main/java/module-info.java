/** Models, SPI, the stages and the sync engine. */
module io.sesam.talk.core {
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.sesam.talk;
    exports io.sesam.talk.diff;
    exports io.sesam.talk.enrich;
    exports io.sesam.talk.error;
    exports io.sesam.talk.match;
    exports io.sesam.talk.merge;
    exports io.sesam.talk.model;
    exports io.sesam.talk.normalize;
    exports io.sesam.talk.plan;
    exports io.sesam.talk.resolve;
    exports io.sesam.talk.spi;
    exports io.sesam.talk.store;
    exports io.sesam.talk.sync;

    uses io.sesam.talk.spi.ConnectorPlugin;
    uses io.sesam.talk.spi.EnricherPlugin;
    uses io.sesam.talk.spi.SinkPlugin;
    uses io.sesam.talk.store.StorePlugin;
}

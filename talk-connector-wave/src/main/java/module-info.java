/** Connector for customers, contacts and products of Wave. */
module io.sesam.talk.connector.wave {
    requires static com.google.auto.service;
    requires transitive io.sesam.talk.core;
    requires io.sesam.talk.http;
    requires static transitive org.jspecify;

    exports io.sesam.talk.connector.wave;

    provides io.sesam.talk.spi.ConnectorPlugin with
            io.sesam.talk.connector.wave.WavePlugin;
}

/** Connector for REST systems described by a profile. */
module io.sesam.talk.connector.rest {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires static com.google.auto.service;
    requires transitive io.sesam.talk.core;
    requires transitive io.sesam.talk.http;
    requires static transitive org.jspecify;
    requires org.yaml.snakeyaml;

    exports io.sesam.talk.connector.rest;
    exports io.sesam.talk.rest;

    provides io.sesam.talk.spi.ConnectorPlugin with
            io.sesam.talk.connector.rest.RestPlugin;
}

/** Connector for contacts, companies and products of HubSpot. */
module io.sesam.talk.connector.hubspot {
    requires static com.google.auto.service;
    requires transitive io.sesam.talk.core;
    requires io.sesam.talk.http;
    requires static transitive org.jspecify;

    exports io.sesam.talk.connector.hubspot;

    provides io.sesam.talk.spi.ConnectorPlugin with
            io.sesam.talk.connector.hubspot.HubSpotPlugin;
}

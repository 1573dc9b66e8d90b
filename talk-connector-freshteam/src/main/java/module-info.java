/** Connector for employees and branches of Freshteam. */
module io.sesam.talk.connector.freshteam {
    requires static com.google.auto.service;
    requires transitive io.sesam.talk.core;
    requires io.sesam.talk.http;
    requires static transitive org.jspecify;

    exports io.sesam.talk.connector.freshteam;

    provides io.sesam.talk.spi.ConnectorPlugin with
            io.sesam.talk.connector.freshteam.FreshteamPlugin;
}

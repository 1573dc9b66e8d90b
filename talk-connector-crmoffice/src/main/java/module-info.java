/** Connector for companies and users of CRMOffice. */
module io.sesam.talk.connector.crmoffice {
    requires static com.google.auto.service;
    requires transitive io.sesam.talk.core;
    requires io.sesam.talk.connector.rest;
    requires static transitive org.jspecify;

    exports io.sesam.talk.connector.crmoffice;

    provides io.sesam.talk.spi.ConnectorPlugin with
            io.sesam.talk.connector.crmoffice.CrmOfficePlugin;
}

/** Enricher with open company data. */
module io.sesam.talk.enricher.opensesam {
    requires static com.google.auto.service;
    requires static transitive org.jspecify;
    requires transitive io.sesam.talk.core;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.google.common;
    requires io.sesam.talk.http;
    requires java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;

    exports io.sesam.talk.enricher.opensesam;

    provides io.sesam.talk.spi.enricher.EnricherPlugin with
            io.sesam.talk.enricher.opensesam.OpenSesamPlugin;
}

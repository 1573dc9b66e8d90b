/** Connector for spreadsheets stored as CSV files. */
module io.sesam.talk.connector.csv {
    exports io.sesam.talk.connector.csv;

    requires transitive io.sesam.talk.core;
    requires com.github.albfernandez.juniversalchardet;
    requires org.slf4j;
    requires static com.google.auto.service;
    requires static transitive org.jspecify;

    provides io.sesam.talk.spi.ConnectorPlugin with
            io.sesam.talk.connector.csv.CsvPlugin;
}

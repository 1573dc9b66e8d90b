/** The talk command. */
module io.sesam.talk.cli {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires io.sesam.talk.bulk;
    requires io.sesam.talk.connector.csv;
    requires io.sesam.talk.console;
    requires io.sesam.talk.core;
    requires io.sesam.talk.settings;
    requires io.sesam.talk.sink.duckdb;
    requires io.sesam.talk.store.jdbc;
    requires java.sql;
    requires org.slf4j;
    requires static com.google.auto.service;
    requires static org.jspecify;

    // picocli makes the commands and sets their options by reflection.
    opens io.sesam.talk.cli to
            info.picocli;
}

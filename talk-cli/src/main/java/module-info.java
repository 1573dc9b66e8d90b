/** The talk command. */
module io.sesam.talk.cli {
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires info.picocli;
    requires io.sesam.talk.connector.csv;
    requires io.sesam.talk.core;
    requires io.sesam.talk.sink.duckdb;
    requires io.sesam.talk.store.jdbc;
    requires org.slf4j;
    requires static org.jspecify;
}

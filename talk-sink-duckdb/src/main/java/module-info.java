/** Sink that writes to a DuckDB database. */
module io.sesam.talk.sink.duckdb {
    requires transitive io.sesam.talk.core;
    requires transitive java.sql;
    requires duckdb.jdbc;
    requires org.slf4j;
    requires static com.google.auto.service;
    requires static transitive org.jspecify;

    exports io.sesam.talk.sink.duckdb;

    provides io.sesam.talk.spi.sink.SinkPlugin with
            io.sesam.talk.sink.duckdb.DuckDbSinkPlugin;
}

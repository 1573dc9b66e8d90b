/** Stores for Talk's state in JDBC databases. */
module io.sesam.talk.store.jdbc {
    exports io.sesam.talk.store.jdbc;
    exports io.sesam.talk.store.jdbc.keeper;

    requires transitive io.sesam.talk.core;
    requires transitive java.sql;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static com.google.auto.service;
    requires static transitive org.jspecify;

    uses java.sql.Driver;

    provides io.sesam.talk.store.StorePlugin with
            io.sesam.talk.store.jdbc.PostgresqlStorePlugin,
            io.sesam.talk.store.jdbc.SqliteStorePlugin;
}

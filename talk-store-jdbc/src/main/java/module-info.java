/** Keeps the state of Talk in a database reached through JDBC. */
module io.sesam.talk.store.jdbc {
    // Once the package holds a type (before that it is an error): exports io.sesam.talk.store.jdbc;
    requires transitive io.sesam.talk.core;
    requires transitive java.sql;
    requires org.slf4j;
    requires static transitive org.jspecify;
}

/** Reads and writes spreadsheets kept as CSV files. */
module io.sesam.talk.connector.csv {
    // Once the package holds a type (before that it is an error): exports io.sesam.talk.connector.csv;
    requires transitive io.sesam.talk.core;
    requires org.apache.commons.csv;
    requires org.slf4j;
    requires static com.google.auto.service;
    requires static transitive org.jspecify;
}

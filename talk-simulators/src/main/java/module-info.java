/** Simulated systems on loopback HTTP for tests. */
module io.sesam.talk.simulators {
    requires transitive io.sesam.talk.core;
    requires static transitive org.jspecify;
    requires transitive com.fasterxml.jackson.databind;
    requires com.graphqljava;
    requires transitive java.sql;
    requires jdk.httpserver;

    exports io.sesam.talk.simulators;
}

/** Toolkit for connectors to web APIs. */
module io.sesam.talk.http {
    requires transitive com.fasterxml.jackson.databind;
    requires transitive io.sesam.talk.core;
    requires transitive java.net.http;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports io.sesam.talk.http;
    exports io.sesam.talk.http.access;
}

/** Web pages for a data steward. */
module io.sesam.talk.console {
    requires transitive io.sesam.talk.core;
    requires gg.jte.runtime;
    // The classes that are generated from templates carry @Generated.
    requires static java.compiler;
    requires jdk.httpserver;
    requires org.slf4j;
    // Only hosts with a servlet container load ConsoleServlet; they bring the API.
    requires static jakarta.servlet;
    requires static transitive org.jspecify;

    exports io.sesam.talk.console;
    exports io.sesam.talk.console.request;
}

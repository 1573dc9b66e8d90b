/** Examples of using Talk. Plugins are those on the module path. */
module io.sesam.talk.examples {
    requires io.sesam.talk.simulators;
    requires io.sesam.talk.testkit;
    requires io.sesam.talk.core;
    requires static org.jspecify;
    requires java.sql;

    exports io.sesam.talk.examples;
}

/** Examples of the SDK in use; plugins are found on the module path, whichever are there. */
module io.sesam.talk.examples {
    requires io.sesam.talk.simulators;
    requires io.sesam.talk.testkit;
    requires io.sesam.talk.core;
    requires static org.jspecify;
    requires java.sql;

    exports io.sesam.talk.examples;
}

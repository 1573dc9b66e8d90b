/** What the author of a connector, sink or store needs to test it. */
module io.sesam.talk.testkit {
    // Once the package holds a type (before that it is an error): exports io.sesam.talk.testkit;
    requires transitive io.sesam.talk.core;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
}

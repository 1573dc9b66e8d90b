/** Metrics and observations of syncs for Micrometer. */
module io.sesam.talk.micrometer {
    requires transitive io.sesam.talk.core;
    requires transitive micrometer.core;
    requires transitive micrometer.observation;
    requires static transitive org.jspecify;

    exports io.sesam.talk.micrometer;
}

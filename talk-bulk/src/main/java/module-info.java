/** Merging of more records than fit into memory. */
module io.sesam.talk.bulk {
    requires transitive io.sesam.talk.core;
    requires static transitive org.jspecify;

    exports io.sesam.talk.bulk;
}

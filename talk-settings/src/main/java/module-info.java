/** The settings of a Talk from a file or a map. */
module io.sesam.talk.settings {
    requires transitive io.sesam.talk.core;
    requires transitive com.fasterxml.jackson.core;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires org.yaml.snakeyaml;
    requires static transitive org.jspecify;

    exports io.sesam.talk.settings;
    exports io.sesam.talk.settings.json;
}

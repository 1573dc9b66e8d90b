package io.sesam.talk.sink.duckdb;

import java.util.Set;

/** Qualified and quoted table names. No name can be taken for a keyword or another schema's table. */
record DuckDbNames(String catalog, String schema) {
    static final String STATE = "talk_state";
    static final String REMOVED = "talk_removed";
    static final Set<String> RESERVED = Set.of("crosswalk", "provenance", STATE, REMOVED);

    static boolean isReserved(String type) {
        return RESERVED.contains(type);
    }

    String of(String table) {
        return quoted(catalog) + "." + quoted(schema) + "." + quoted(table);
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

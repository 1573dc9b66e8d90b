package io.sesam.talk.sink.bigquery;

import java.util.Set;

/** How tables are called in SQL: in full and quoted, so that no name can be taken for a keyword or another dataset. */
record BigQueryNames(String project, String dataset) {
    static final String STATE = "talk_state";
    static final String REMOVED = "talk_removed";
    static final String STAGING = "talk_staging";
    /** The tables that the streaming way writes. */
    static final String STREAM = "talk_stream";
    /** The view that names the table of the streaming way. */
    static final String CURRENT = "talk_current";
    /** A table of one script; it has no dataset. */
    static final String NEWS = "talk_news";

    static final Set<String> RESERVED = Set.of("crosswalk", "provenance", STATE, REMOVED, NEWS, CURRENT);

    static boolean isReserved(String type) {
        return RESERVED.contains(type) || type.startsWith(STAGING) || type.startsWith(STREAM);
    }

    String of(String table) {
        return quoted(project) + "." + quoted(dataset) + "." + quoted(table);
    }

    /** Settings and models let no backtick through. */
    static String quoted(String name) {
        return "`" + name + "`";
    }

    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}

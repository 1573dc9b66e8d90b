package io.sesam.talk.sink.bigquery;

import java.util.Set;

/** Qualified and quoted table names. No name can be taken for a keyword or another dataset's table. */
record BigQueryNames(String project, String dataset) {
    static final String STATE = "talk_state";
    static final String REMOVED = "talk_removed";
    static final String STAGING = "talk_staging";
    /** The prefix of tables in stream mode. */
    static final String STREAM = "talk_stream";
    /** The view that points to the current stream table. */
    static final String CURRENT = "talk_current";
    /** A temporary table of one script; without a dataset. */
    static final String NEWS = "talk_news";

    static final Set<String> RESERVED = Set.of("crosswalk", "provenance", STATE, REMOVED, NEWS, CURRENT);

    static boolean isReserved(String type) {
        return RESERVED.contains(type) || type.startsWith(STAGING) || type.startsWith(STREAM);
    }

    String of(String table) {
        return quoted(project) + "." + quoted(dataset) + "." + quoted(table);
    }

    /** Quotes a name. Settings and models exclude backticks. */
    static String quoted(String name) {
        return "`" + name + "`";
    }

    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}

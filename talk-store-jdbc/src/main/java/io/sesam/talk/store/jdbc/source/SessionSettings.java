package io.sesam.talk.store.jdbc.source;

import java.time.Duration;

/** The settings of a session that works for a store. */
final class SessionSettings {
    // Every query reads few rows through an index. Without the settings of the planner, a plan made while a table was
    // empty would scan the whole table after it has grown.
    // A commit is durable on return, whatever the server's default; a stricter setting stays.
    // An engine that stalls inside a commit must not hold the lease for much longer than its length. Where the server
    // does not count it as idle, the next engine ends it (Lease).
    private static final String SETTINGS = """
            set %1$s search_path to "%2$s";
            set %1$s enable_seqscan = off;
            set %1$s enable_hashjoin = off;
            set %1$s enable_mergejoin = off;
            set %1$s jit = off;
            set %1$s idle_in_transaction_session_timeout = %3$d;
            select set_config('synchronous_commit', 'on', %4$s) where current_setting('synchronous_commit') = 'off'""";

    // A transaction that waited for the lease must see its new owner.
    private static final String ISOLATION = "transaction isolation level read committed";

    // The answer of one question is from one moment, whatever the owner commits meanwhile.
    private static final String SNAPSHOT = "transaction isolation level repeatable read, read only";

    private SessionSettings() {}

    /** Returns statements whose settings last as long as the session. */
    static String ofSession(String schema, Duration longestChange, boolean forQueries) {
        return "set session characteristics as " + (forQueries ? SNAPSHOT : ISOLATION) + ";\n"
                + SETTINGS.formatted("session", schema, longestChange.toMillis(), false);
    }

    /** Returns statements that begin a transaction and whose settings end with it. */
    static String ofTransaction(String schema, Duration longestChange, boolean forQueries) {
        return "set " + (forQueries ? SNAPSHOT : ISOLATION + ", read write") + ";\n"
                + SETTINGS.formatted("local", schema, longestChange.toMillis(), true);
    }
}

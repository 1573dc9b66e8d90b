package io.sesam.talk.sink.bigquery;

import io.sesam.talk.simulators.SimBigQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;

/** Simulated BigQueries with a DuckDB each, in memory. */
final class Sims {
    private Sims() {}

    static SimBigQuery start() {
        try {
            Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
            try (Statement options = duckDb.createStatement()) {
                // a few rows do not need a second thread
                options.execute("SET threads = 1");
            }
            SimBigQuery sim = SimBigQuery.start(duckDb);
            // its threads start before any test counts threads
            IntStream.range(0, 8).parallel().forEach(i -> knock(sim));
            return sim;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void knock(SimBigQuery sim) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) sim.uri().resolve("/knock").toURL().openConnection();
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

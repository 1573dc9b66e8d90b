package io.sesam.talk.http;

import java.time.Duration;

/**
 * Time limits for connections and calls.
 *
 * @param connect for establishing a connection
 * @param request from sending a request to the last byte of its response
 * @param total for a call with all its retries and waits
 */
public record Deadlines(Duration connect, Duration request, Duration total) {
    /** Returns 10 seconds, 1 minute and 3 minutes. */
    public static Deadlines defaults() {
        return new Deadlines(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(3));
    }
}

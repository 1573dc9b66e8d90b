package io.sesam.talk.http;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param connect until there is a connection
 * @param request from sending a request to the last byte of its answer
 * @param total for a call with all its repetitions and waits
 */
public record Deadlines(Duration connect, Duration request, Duration total) {
    /** Ten seconds, a minute, and three minutes. */
    public static Deadlines defaults() {
        return new Deadlines(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(3));
    }
}

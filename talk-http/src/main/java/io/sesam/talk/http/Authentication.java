package io.sesam.talk.http;

import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** How a call shows who asks. Safe for any thread. */
public interface Authentication {
    /** How an authentication asks for tokens: without showing who asks, and within the deadlines of the API. */
    @FunctionalInterface
    interface Asking {
        /**
         * Asks once.
         *
         * @throws io.sesam.talk.error.TalkException UNREACHABLE when no answer comes
         */
        ApiResponse ask(ApiCall call);
    }

    /** The headers for the next call; may ask for a token before. */
    Map<String, String> headers(Asking asking);

    /**
     * What was shown was refused: makes sure that something else is shown the next time.
     *
     * @param shown the headers that were refused
     * @return whether there is something else, so that trying again makes sense
     */
    default boolean renew(Map<String, String> shown, Asking asking) {
        return false;
    }

    /** Shows nothing. */
    static Authentication none() {
        return asking -> Map.of();
    }

    /** Shows a token that does not change. */
    static Authentication bearer(Secret token) {
        return asking -> Map.of("Authorization", "Bearer " + token.reveal());
    }

    /** Shows a key in a header of the system's choice. */
    static Authentication header(String name, Secret key) {
        return asking -> Map.of(name, key.reveal());
    }

    /** Shows a user name and a password. */
    static Authentication basic(String user, Secret password) {
        return asking -> Map.of(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8)));
    }
}

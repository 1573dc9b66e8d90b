package io.sesam.talk.http;

import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The credentials of a call. Safe for any thread. */
public interface Authentication {
    /** A way to send token requests. Token requests carry no credentials headers and keep the deadlines of the API. */
    @FunctionalInterface
    interface Asking {
        /**
         * Sends one token request.
         *
         * @throws io.sesam.talk.error.TalkException UNREACHABLE when no answer comes
         */
        ApiResponse ask(ApiCall call);
    }

    /** Returns the credentials headers for the next call. May request a token first. */
    Map<String, String> headers(Asking asking);

    /**
     * Replaces credentials that the system refused.
     *
     * @param shown the headers that were refused
     * @return whether different credentials are available, so that a retry makes sense
     */
    default boolean renew(Map<String, String> shown, Asking asking) {
        return false;
    }

    /** Sends no credentials. */
    static Authentication none() {
        return asking -> Map.of();
    }

    /** Sends a fixed bearer token. */
    static Authentication bearer(Secret token) {
        return asking -> Map.of("Authorization", "Bearer " + token.reveal());
    }

    /** Sends a key in a named header. */
    static Authentication header(String name, Secret key) {
        return asking -> Map.of(name, key.reveal());
    }

    /** Sends a user name and a password. */
    static Authentication basic(String user, Secret password) {
        return asking -> Map.of(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8)));
    }
}

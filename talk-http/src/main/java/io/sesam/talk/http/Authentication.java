package io.sesam.talk.http;

import io.sesam.talk.spi.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

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

    /**
     * Returns the secrets that no text of the system may repeat. Those in the headers are known without it, others such
     * as a client secret are not.
     */
    default Set<String> secrets() {
        return Set.of();
    }

    /**
     * Returns where tokens are requested: a path under the API's address, or a whole address; empty text where none are.
     */
    default String tokenAddress() {
        return "";
    }

    /** The absence of credentials. */
    enum NoAuthentication implements Authentication {
        /** The only one. */
        INSTANCE;

        @Override
        public Map<String, String> headers(Asking asking) {
            return Map.of();
        }
    }

    /** Sends no credentials. */
    static Authentication none() {
        return NoAuthentication.INSTANCE;
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

package io.sesam.talk.console.web;

import io.sesam.talk.console.request.ConsoleRequest;
import io.sesam.talk.console.request.ConsoleUser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens of forms, bound to the user and the session; nothing is stored. */
public final class CsrfTokens {
    /** The form field that carries it. */
    public static final String FIELD = "csrf";

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public CsrfTokens() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The token for the forms of a user's pages. */
    public String token(ConsoleRequest request, ConsoleUser user) {
        String session = request.cookie(RequestGuard.COOKIE).orElse("");
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal((user.name() + "\n" + session).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** Whether the form of a request carries the token of its user. */
    public boolean isValid(ConsoleRequest request, ConsoleUser user) {
        byte[] sent = request.form(FIELD).orElse("").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(sent, token(request, user).getBytes(StandardCharsets.UTF_8));
    }
}

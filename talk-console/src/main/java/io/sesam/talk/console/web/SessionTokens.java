package io.sesam.talk.console.web;

import io.sesam.talk.console.request.ConsoleRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The token of a server and the sessions that it has opened. */
public final class SessionTokens {
    private static final int MOST_SESSIONS = 100;

    private final SecureRandom random = new SecureRandom();
    private final String token = secret();
    private final Set<String> sessions = new LinkedHashSet<>();

    private String secret() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token that opens sessions. */
    public String token() {
        return token;
    }

    /** Whether a text is the token; takes the same time for every text. */
    public boolean isToken(String text) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Opens a session; returns the header that gives it to the browser. The oldest of many ends. */
    public synchronized String open() {
        String session = secret();
        sessions.add(session);
        if (sessions.size() > MOST_SESSIONS) {
            Iterator<String> oldest = sessions.iterator();
            oldest.next();
            oldest.remove();
        }
        return RequestGuard.COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
    }

    /** Whether a request belongs to an open session. */
    public synchronized boolean isOpen(ConsoleRequest request) {
        return request.cookie(RequestGuard.COOKIE).filter(sessions::contains).isPresent();
    }
}

package io.sesam.talk.console.web;

import io.sesam.talk.console.request.ConsoleRequest;
import io.sesam.talk.console.request.ConsoleResponse;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests that another site has made the browser send.
 *
 * <p>A name that resolves to this machine (DNS rebinding) is found by the {@code Host} header, a form of another site by {@code
 * Sec-Fetch-Site} and {@code Origin}. The token of the form is checked apart.
 */
public final class RequestGuard {
    /** The cookie of a session. */
    public static final String COOKIE = "talk-console";

    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    private final Set<String> hosts;

    /** @param hosts values of the {@code Host} header that are accepted; empty for all, when the host application checks */
    public RequestGuard(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /** Why a request is refused; empty to let it through. */
    public Optional<String> refusal(ConsoleRequest request) {
        String host = request.header("Host").orElse("");
        if (!hosts.isEmpty() && !hosts.contains(host)) {
            return Optional.of("This console is served under another address. Open the address that it printed.");
        }
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        if (!reads && isCrossSite(request, host)) {
            return Optional.of("This request comes from another site.");
        }
        return Optional.empty();
    }

    private static boolean isCrossSite(ConsoleRequest request, String host) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        if (site.isPresent() && !site.get().equals("same-origin")) {
            return true;
        }
        Optional<String> origin = request.header("Origin");
        return origin.isPresent() && !host.equals(authority(origin.get()));
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Adds the headers that keep browsers from storing, framing, guessing and loading from elsewhere. */
    public static ConsoleResponse guarded(ConsoleResponse response) {
        ConsoleResponse guarded = response.with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                // Not "no-referrer": with it, browsers send no origin with the forms of these pages.
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin");
        return guarded.headers().containsKey("Cache-Control") ? guarded : guarded.with("Cache-Control", "no-store");
    }
}

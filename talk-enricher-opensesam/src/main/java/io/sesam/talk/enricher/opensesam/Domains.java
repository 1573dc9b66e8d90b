package io.sesam.talk.enricher.opensesam;

import com.google.common.net.InternetDomainName;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The domain of a registered homepage. */
final class Domains {
    /** Domains shared by many companies, which identify none. */
    private static final Set<String> SHARED = Set.of(
            "facebook.com",
            "instagram.com",
            "linkedin.com",
            "twitter.com",
            "x.com",
            "youtube.com",
            "google.com",
            "gulesider.no",
            "proff.no",
            "1881.no",
            "finn.no",
            "tripadvisor.com",
            "airbnb.com",
            "booking.com",
            "linktr.ee");

    private Domains() {}

    /**
     * Returns the registrable domain of a homepage. One label below a public suffix such as {@code no}, {@code co.uk}
     * or {@code blogspot.com}; empty where there is none.
     */
    static Optional<String> of(String homepage) {
        String host = homepage.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^[a-z][a-z0-9+.-]*:/*", "")
                .replaceFirst("[/?#\\s].*$", "")
                .replaceFirst("^[^@]*@", "")
                .replaceFirst(":\\d*$", "")
                .replaceFirst("\\.$", "");
        if (host.isEmpty() || !InternetDomainName.isValid(host)) {
            return Optional.empty();
        }
        InternetDomainName name = InternetDomainName.from(host);
        return name.isUnderPublicSuffix()
                ? Optional.of(name.topPrivateDomain().toString()).filter(domain -> !SHARED.contains(domain))
                : Optional.empty();
    }
}

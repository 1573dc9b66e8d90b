package io.sesam.talk.http.access;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The access token of one grant. All connections of a Talk that use the grant share it; its monitor guards it. */
final class TokenGrant {
    @Nullable
    String access;

    Instant expires = Instant.MIN;

    /** The tokens that were used or issued, for redaction. */
    final Set<String> known = new HashSet<>();
}

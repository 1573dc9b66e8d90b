package io.sesam.talk.http.access;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.token.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The installations of one connection that were begun and not completed. Encrypted in a token store; bounded by number and
 * by time.
 */
final class PendingInstallations {
    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int MOST = 5;
    private static final int TRIES = 20;

    private final TokenStore store;
    private final String name;
    private final Secret clientSecret;

    /** What was begun with a state. */
    record Pending(String stateHash, Instant end, String verifier, String redirectUri) {
        private String line() {
            return stateHash + " " + end.toEpochMilli() + " " + verifier + " " + redirectUri;
        }

        private static Pending of(String line) {
            String[] parts = line.split(" ", 4);
            return new Pending(parts[0], Instant.ofEpochMilli(Long.parseLong(parts[1])), parts[2], parts[3]);
        }
    }

    PendingInstallations(TokenStore store, String clientId, Secret clientSecret, String connection) {
        this.store = store;
        this.name = "installing " + RefreshTokens.hash(clientId + "\0" + connection);
        this.clientSecret = clientSecret;
    }

    /** Remembers a state; durable on return. The oldest one goes when there are too many. */
    void begin(String state, String verifier, String redirectUri, Instant now) {
        for (int i = 0; i < TRIES; i++) {
            Optional<String> kept = store.read(name);
            List<Pending> next = new ArrayList<>(open(kept, now));
            String hash = hash(state);
            if (next.stream().anyMatch(pending -> pending.stateHash().equals(hash))) {
                throw new TalkException(
                        ErrorCode.CONFIGURATION,
                        "OAuth: this state was used to begin an installation before; make a new random one each time");
            }
            next.add(new Pending(hash, now.plus(VALID), verifier, redirectUri));
            if (replace(kept, next.subList(Math.max(0, next.size() - MOST), next.size()))) {
                return;
            }
        }
        throw busy();
    }

    /** Takes what was begun with a state, once: of several threads or processes one gets it. */
    Optional<Pending> take(String state, Instant now) {
        String hash = hash(state);
        for (int i = 0; i < TRIES; i++) {
            Optional<String> kept = store.read(name);
            List<Pending> left = new ArrayList<>(open(kept, now));
            Optional<Pending> taken = left.stream()
                    .filter(pending -> pending.stateHash().equals(hash))
                    .findFirst();
            if (taken.isEmpty()) {
                return taken;
            }
            left.remove(taken.get());
            if (replace(kept, left)) {
                return taken;
            }
        }
        throw busy();
    }

    private static TalkException busy() {
        return new TalkException(
                ErrorCode.STORE_FAILED, "OAuth: the token store keeps changing; begin the installation again");
    }

    private boolean replace(Optional<String> kept, List<Pending> next) {
        String text = String.join("\n", next.stream().map(Pending::line).toList());
        return store.replace(name, kept.orElse(null), SecretCipher.seal(text, clientSecret));
    }

    private List<Pending> open(Optional<String> kept, Instant now) {
        return kept.flatMap(text -> SecretCipher.open(text, clientSecret))
                .map(text -> text.lines()
                        .map(Pending::of)
                        .filter(pending -> now.isBefore(pending.end()))
                        .toList())
                .orElse(List.of());
    }

    private static String hash(String state) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

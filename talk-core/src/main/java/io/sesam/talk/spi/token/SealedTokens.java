package io.sesam.talk.spi.token;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.settings.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts tokens with keys of the host (AES-256-GCM). What is kept names the key that encrypted it; text that was kept
 * without a key is returned as it is.
 */
final class SealedTokens implements TokenStore {
    private static final String MARK = "k1.";
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int ROUNDS = 20_000;

    private final SecureRandom random = new SecureRandom();
    private final TokenStore store;
    private final Map<String, Secret> keys;

    private SealedTokens(TokenStore store, Map<String, Secret> keys) {
        this.store = store;
        this.keys = new LinkedHashMap<>(keys);
    }

    /**
     * Returns a store that encrypts.
     *
     * @param keys by id, the one that encrypts first; none to encrypt nothing
     */
    static TokenStore of(TokenStore store, Map<String, Secret> keys) {
        return keys.isEmpty() ? store : new SealedTokens(store, keys);
    }

    @Override
    public Optional<String> read(String name) {
        return store.read(name).map(kept -> open(name, kept));
    }

    @Override
    public boolean replace(String name, @Nullable String expected, String next) {
        Optional<String> kept = store.read(name);
        return Objects.equals(kept.map(text -> open(name, text)).orElse(null), expected)
                && store.replace(name, kept.orElse(null), seal(name, next));
    }

    private String seal(String name, String text) {
        String id = keys.keySet().iterator().next();
        byte[] salt = new byte[SALT];
        byte[] nonce = new byte[NONCE];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, id, name, salt, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(SALT + NONCE + sealed.length)
                    .put(salt)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return MARK + id + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES in GCM", e);
        }
    }

    private String open(String name, String kept) {
        if (!kept.startsWith(MARK)) {
            return kept;
        }
        String[] parts = kept.split("\\.", 3);
        if (parts.length < 3 || !keys.containsKey(parts[1])) {
            throw unopened(
                    "was encrypted with the key \"" + parts[1] + "\", which is not set; add that key as a further one");
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(parts[2]);
            byte[] salt = Arrays.copyOf(all, SALT);
            byte[] nonce = Arrays.copyOfRange(all, SALT, SALT + NONCE);
            byte[] text = cipher(Cipher.DECRYPT_MODE, parts[1], name, salt, nonce)
                    .doFinal(all, SALT + NONCE, all.length - SALT - NONCE);
            return new String(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | AEADBadTagException e) {
            throw unopened("cannot be decrypted with the key \"" + parts[1]
                    + "\"; set the key that encrypted it, or remove the token and authorize again");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES in GCM", e);
        }
    }

    private static TalkException unopened(String why) {
        return new TalkException(ErrorCode.CONFIGURATION, "a kept token " + why);
    }

    /** Returns a cipher that also proves the name and the key's id. */
    private Cipher cipher(int mode, String id, String name, byte[] salt, byte[] nonce) throws GeneralSecurityException {
        char[] key = Objects.requireNonNull(keys.get(id)).reveal().toCharArray();
        byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(key, salt, ROUNDS, 256))
                .getEncoded();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD((id + "\0" + name).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}

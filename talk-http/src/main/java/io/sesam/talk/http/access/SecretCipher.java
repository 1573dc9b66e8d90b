package io.sesam.talk.http.access;

import io.sesam.talk.spi.settings.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM encryption with a key derived from a secret.
 *
 * <p>Token stores write encrypted text to files. The secret is the client secret, which Talk itself stores in no file.
 */
final class SecretCipher {
    private static final String MARK = "s1.";
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int ROUNDS = 20_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretCipher() {}

    static String seal(String text, Secret secret) {
        byte[] salt = random(SALT);
        byte[] nonce = random(NONCE);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, secret, salt, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(SALT + NONCE + sealed.length)
                    .put(salt)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES in GCM", e);
        }
    }

    /** Decrypts text. Empty when it was encrypted with another secret, or is damaged. */
    static Optional<String> open(String sealed, Secret secret) {
        if (!sealed.startsWith(MARK)) {
            return Optional.empty();
        }
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed.substring(MARK.length()));
            if (all.length <= SALT + NONCE) {
                return Optional.empty();
            }
            byte[] salt = Arrays.copyOf(all, SALT);
            byte[] nonce = Arrays.copyOfRange(all, SALT, SALT + NONCE);
            byte[] text = cipher(Cipher.DECRYPT_MODE, secret, salt, nonce)
                    .doFinal(all, SALT + NONCE, all.length - SALT - NONCE);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES in GCM", e);
        }
    }

    private static Cipher cipher(int mode, Secret secret, byte[] salt, byte[] nonce) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(secret.reveal().toCharArray(), salt, ROUNDS, 256);
        SecretKey key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key.getEncoded(), "AES"), new GCMParameterSpec(128, nonce));
        return cipher;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}

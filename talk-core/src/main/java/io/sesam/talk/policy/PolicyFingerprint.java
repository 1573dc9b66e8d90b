package io.sesam.talk.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A builder of SHA-256 fingerprints of policies.
 *
 * <p>Canonical: each component enters with its name and values, each with its length, so that two policies never
 * produce the same bytes. The result is equal in every process and is compared with stored ones: renaming a
 * component or changing the order makes everything be compared once more. Not safe for several threads.
 */
public final class PolicyFingerprint {
    private final MessageDigest digest;

    private PolicyFingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Starts the fingerprint of a kind of policy. */
    public static PolicyFingerprint of(String kind) {
        PolicyFingerprint fingerprint = new PolicyFingerprint();
        fingerprint.feed(kind);
        return fingerprint;
    }

    /** Adds a text component. */
    public PolicyFingerprint add(String component, String value) {
        return add(component, List.of(value));
    }

    /** Adds a number component. */
    public PolicyFingerprint add(String component, long value) {
        return add(component, Long.toString(value));
    }

    /** Adds a flag component. */
    public PolicyFingerprint add(String component, boolean value) {
        return add(component, Boolean.toString(value));
    }

    /** Adds an enum component. */
    public PolicyFingerprint add(String component, Enum<?> value) {
        return add(component, value.name());
    }

    /** Adds a list of texts; its order counts. */
    public PolicyFingerprint add(String component, Collection<String> values) {
        feed(component);
        feed(values.size());
        values.forEach(this::feed);
        return this;
    }

    /** Finishes and returns 64 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        feed(bytes.length);
        digest.update(bytes);
    }

    private void feed(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}

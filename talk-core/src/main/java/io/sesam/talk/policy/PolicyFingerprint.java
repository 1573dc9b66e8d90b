package io.sesam.talk.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A SHA-256 fingerprint of a policy.
 *
 * <p>Canonical: every component is fed with its name and its values, each with its length, so that no two policies feed
 * the same bytes. It is the same in every process, and is compared with what an earlier one stored: a component that is
 * renamed, or fed in another order, makes everything be compared once more. Used by one thread.
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

    /** Begins the fingerprint of a kind of policy. */
    public static PolicyFingerprint of(String kind) {
        PolicyFingerprint fingerprint = new PolicyFingerprint();
        fingerprint.feed(kind);
        return fingerprint;
    }

    /** Adds a component of one text. */
    public PolicyFingerprint add(String component, String value) {
        return add(component, List.of(value));
    }

    /** Adds a component that is a number. */
    public PolicyFingerprint add(String component, long value) {
        return add(component, Long.toString(value));
    }

    /** Adds a component that is a flag. */
    public PolicyFingerprint add(String component, boolean value) {
        return add(component, Boolean.toString(value));
    }

    /** Adds a component that is a choice. */
    public PolicyFingerprint add(String component, Enum<?> value) {
        return add(component, value.name());
    }

    /** Adds a component of several texts; their order counts. */
    public PolicyFingerprint add(String component, Collection<String> values) {
        feed(component);
        feed(values.size());
        values.forEach(this::feed);
        return this;
    }

    /** The fingerprint of all that was added, as 64 hexadecimal digits; ends it. */
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

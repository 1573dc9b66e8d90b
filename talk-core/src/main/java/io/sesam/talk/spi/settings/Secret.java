package io.sesam.talk.spi.settings;

/** A password, key or token that never prints (R37). */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Wraps a secret. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** Returns the secret in the clear, for the call that needs it. Never for a log or a message. */
    public String reveal() {
        return value;
    }

    /** Returns three asterisks, always. */
    @Override
    public String toString() {
        return "***";
    }
}

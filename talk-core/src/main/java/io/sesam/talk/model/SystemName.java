package io.sesam.talk.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host's name for a connected system, such as {@code crm}. Two accounts of one product are two systems.
 *
 * @param value lower-case letters, digits, {@code _} and {@code -}, starting with a letter
 */
public record SystemName(String value) implements Comparable<SystemName> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    /** Validates the name. */
    public SystemName {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("a system's name is lower-case letters, digits, _ and -, beginning with"
                    + " a letter, at most 63 of them: \"" + value + "\"");
        }
    }

    @Override
    public int compareTo(SystemName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    // Written out because it is asked millions of times: what the compiler adds is slow until it is warm.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof SystemName that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}

package io.sesam.talk.tenants;

import io.sesam.talk.model.Experimental;

/**
 * The host's id of a tenant.
 *
 * @param value 1 to 200 characters, none of them a control character
 */
@Experimental
public record TenantId(String value) {
    private static final int LONGEST = 200;

    /** Checks the id. */
    public TenantId {
        if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a tenant's id has 1 to " + LONGEST + " characters and no control characters: \"" + value + "\"");
        }
    }

    /** Returns the id. */
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return value;
    }
}

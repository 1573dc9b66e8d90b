package io.sesam.talk.model;

import java.util.List;

/**
 * The origin of a golden value (R15).
 *
 * @param property the property's name
 * @param winner the winning claim
 * @param rule the rule that chose it, such as {@code newest}
 * @param lost the claims with other values, oldest record first
 */
public record Provenance(String property, Claim winner, String rule, List<Claim> lost) {
    /** Copies the list. */
    public Provenance {
        lost = List.copyOf(lost);
    }
}

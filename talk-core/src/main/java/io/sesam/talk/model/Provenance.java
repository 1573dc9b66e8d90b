package io.sesam.talk.model;

import java.util.List;

/**
 * Why a golden value is what it is (R15).
 *
 * @param property the property's name
 * @param winner the claim that won
 * @param rule the rule by which it won, such as {@code newest}
 * @param lost the claims that say something else, in the order of the records' age
 */
public record Provenance(String property, Claim winner, String rule, List<Claim> lost) {
    /** Copies the list. */
    public Provenance {
        lost = List.copyOf(lost);
    }
}

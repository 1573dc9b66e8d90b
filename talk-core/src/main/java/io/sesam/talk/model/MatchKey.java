package io.sesam.talk.model;

/**
 * What two records must share to be the same.
 *
 * @param type the type it is a key of
 * @param rule the name of the rule that made it
 * @param value the normalised value; never blank
 */
public record MatchKey(EntityType type, String rule, String value) {}

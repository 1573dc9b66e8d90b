package io.sesam.talk.model;

/**
 * A match key: records that share one belong together.
 *
 * @param rule the name of the match rule that produced it
 * @param value the normalised value; never blank
 */
public record MatchKey(String rule, String value) {}

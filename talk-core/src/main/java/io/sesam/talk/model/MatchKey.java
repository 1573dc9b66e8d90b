package io.sesam.talk.model;

/**
 * A match key of a record: two records that share one are the same.
 *
 * @param rule the name of the match rule that made it
 * @param value the normalised value; never blank
 */
public record MatchKey(String rule, String value) {}

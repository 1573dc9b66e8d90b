package io.sesam.talk.console.view.golden;

import java.util.List;

/**
 * A property of a golden record, by record.
 *
 * @param property its name
 * @param value the surviving value
 * @param rule the rule that decided, in words; empty when there is no value
 * @param cells the values of the records, in the order of the columns
 */
public record PropertyRow(String property, String value, String rule, List<Cell> cells) {}

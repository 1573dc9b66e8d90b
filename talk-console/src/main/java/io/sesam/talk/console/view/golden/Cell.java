package io.sesam.talk.console.view.golden;

/**
 * A record's value of a property.
 *
 * @param value the value; empty when the record has none
 * @param known whether it is known in the record, also as a blank
 * @param wins whether it survived
 * @param written whether Talk wrote it there
 * @param time its time in words
 */
public record Cell(String value, boolean known, boolean wins, boolean written, String time) {}

package io.sesam.talk.console.view.golden;

/**
 * A record's value of a property.
 *
 * @param value the value; empty when the record has none
 * @param said whether the record says anything about it
 * @param wins whether it survived
 * @param written whether Talk wrote it there
 * @param time its time in words
 */
public record Cell(String value, boolean said, boolean wins, boolean written, String time) {}

package io.sesam.talk.console.view;

/**
 * A kind of things that wait for a person.
 *
 * @param kind what it is
 * @param number how many
 * @param path the page where it is decided
 */
public record Waiting(String kind, long number, String path) {}

package io.sesam.talk.spi.sink;

/**
 * How far tables have come.
 *
 * @param history whose history: made anew with every store, so that tables of another store are never taken for ours
 * @param sequence the last change that the tables hold
 */
public record SinkMark(String history, long sequence) {}

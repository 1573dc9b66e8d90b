package io.sesam.talk.spi.sink;

/**
 * The last change that the tables hold.
 *
 * @param history the store's history, created with every store, so that tables filled from another store are
 *     recognised
 * @param sequence the sequence of that change
 */
public record SinkMark(String history, long sequence) {}

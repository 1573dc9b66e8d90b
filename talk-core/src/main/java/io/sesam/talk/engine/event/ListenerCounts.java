package io.sesam.talk.engine.event;

/**
 * The state of a listener.
 *
 * @param waiting number of events that wait to be told
 * @param dropped number of events that were dropped because too many waited
 * @param failed number of calls that failed
 * @param told the last change of golden records that was told
 */
public record ListenerCounts(long waiting, long dropped, long failed, long told) {}

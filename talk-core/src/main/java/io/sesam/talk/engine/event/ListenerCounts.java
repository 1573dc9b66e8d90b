package io.sesam.talk.engine.event;

/**
 * The state of a listener.
 *
 * @param waiting number of events that wait for delivery
 * @param dropped number of events that were dropped because too many waited
 * @param failed number of calls that failed
 * @param delivered the last change of golden records that was delivered
 */
public record ListenerCounts(long waiting, long dropped, long failed, long delivered) {}

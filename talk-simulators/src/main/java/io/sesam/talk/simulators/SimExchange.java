package io.sesam.talk.simulators;

/**
 * A request that a simulated system carried out, and its answer; for holding both against a description of the system.
 *
 * @param request what was asked
 * @param response what the system answered, whatever became of the answer on its way
 */
public record SimExchange(SimRequest request, SimResponse response) {}

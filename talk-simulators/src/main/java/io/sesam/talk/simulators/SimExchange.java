package io.sesam.talk.simulators;

/**
 * A request that a simulator handled, with its response. For checking both against an API description.
 *
 * @param request the request
 * @param response the system's response, even if a fault kept it from the client
 */
public record SimExchange(SimRequest request, SimResponse response) {}

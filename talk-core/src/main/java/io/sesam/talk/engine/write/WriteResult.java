package io.sesam.talk.engine.write;

import io.sesam.talk.spi.Outcome;

/**
 * A request with the outcome of its operation.
 *
 * @param <T> the kind of request
 * @param request the request that was sent
 * @param outcome the outcome of its operation
 */
public record WriteResult<T>(T request, Outcome outcome) {}

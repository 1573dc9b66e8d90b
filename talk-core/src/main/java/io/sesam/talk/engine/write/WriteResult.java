package io.sesam.talk.engine.write;

import io.sesam.talk.spi.Outcome;

/**
 * A request and the outcome of its operation.
 *
 * @param <T> the kind of request
 * @param request what was sent
 * @param outcome what became of it
 */
public record WriteResult<T>(T request, Outcome outcome) {}

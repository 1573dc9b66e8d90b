package io.sesam.talk.engine.config;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.sink.Sink;

/**
 * A connected sink.
 *
 * @param name the host's name for it
 * @param sink the open sink
 */
public record SinkConnection(SystemName name, Sink sink) {}

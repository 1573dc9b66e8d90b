package io.sesam.talk.engine.config;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.AnswerTtl;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.enricher.Enricher;

/**
 * A connected enricher.
 *
 * @param name the host's name for it; its answers are source records of a system of this name
 * @param enricher the open enricher
 * @param answerTtl how long answers are valid
 * @param calls counts the enricher's network calls
 */
public record EnricherConnection(SystemName name, Enricher enricher, AnswerTtl answerTtl, Calls calls) {}

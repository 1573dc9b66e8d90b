package io.sesam.talk.engine.run;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.AnswerTtl;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.enricher.Enricher;

/**
 * An enricher that golden records are completed from.
 *
 * @param name the host's name for it; its answers are records of a system of this name
 * @param enricher the open enricher
 * @param answerTtl how long answers are good
 * @param calls counts what it asks over the network
 */
public record EnricherConnection(SystemName name, Enricher enricher, AnswerTtl answerTtl, Calls calls) {}

package io.sesam.talk.engine.enrich;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.EnrichmentAnswer;
import java.time.Instant;

/** Values of an {@link EnrichmentAnswer}. */
public record EnrichmentAnswerData(
        SystemName enricher,
        EntityType type,
        GoldenId golden,
        Kind kind,
        String entry,
        String source,
        String licence,
        Instant asOf,
        String remarks,
        Instant until)
        implements EnrichmentAnswer {}

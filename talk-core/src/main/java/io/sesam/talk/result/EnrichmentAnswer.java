package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import java.time.Instant;

/**
 * An enricher's stored answer about a golden record.
 *
 * @param enricher the enricher's name
 * @param type the type of the golden record
 * @param golden the golden record
 * @param kind whether one entry, no entry or several entries matched
 * @param entry the register's id of the matched entry; empty when none matched
 * @param source the register that owns the data; empty when none matched
 * @param licence the licence of the data; empty when none matched
 * @param asOf the time of the data
 * @param remarks what a person should know; for an ambiguous answer, the candidates
 * @param until when the same question is asked again
 */
public record EnrichmentAnswer(
        SystemName enricher,
        EntityType type,
        GoldenId golden,
        Kind kind,
        String entry,
        String source,
        String licence,
        Instant asOf,
        String remarks,
        Instant until) {
    /** Kinds of answers. */
    public enum Kind {
        /** Exactly one entry matched. */
        MATCH,
        /** No entry matched. */
        NONE,
        /** Several entries could match. */
        AMBIGUOUS
    }
}

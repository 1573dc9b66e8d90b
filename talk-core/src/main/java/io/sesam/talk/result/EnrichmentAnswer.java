package io.sesam.talk.result;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import java.time.Instant;

/** A stored answer of an enricher about a golden record. */
public interface EnrichmentAnswer {
    /** Name of the enricher. */
    SystemName enricher();

    /** Type of the golden record. */
    EntityType type();

    /** The golden record. */
    GoldenId golden();

    /** Whether one entry, no entry or several entries matched. */
    Kind kind();

    /** Id of the matched entry in the register; empty when none matched. */
    String entry();

    /** Register that owns the data; empty when none matched. */
    String source();

    /** Licence of the data; empty when none matched. */
    String licence();

    /** Time of the data. */
    Instant asOf();

    /** Remarks for a person, such as a bankruptcy; the candidates of an ambiguous answer. */
    String remarks();

    /** Time after which the same question is asked again. */
    Instant until();

    /** Kinds of answers. */
    enum Kind {
        /** Exactly one entry matched. */
        MATCH,
        /** No entry matched. */
        NONE,
        /** Several entries could match. */
        AMBIGUOUS
    }
}

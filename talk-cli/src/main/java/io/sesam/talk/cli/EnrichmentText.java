package io.sesam.talk.cli;

import io.sesam.talk.result.EnrichmentAnswer;

/** Enrichment as text. */
final class EnrichmentText {
    private EnrichmentText() {}

    /** One answer, with its source and licence. */
    static String sentence(EnrichmentAnswer answer) {
        String what = switch (answer.kind()) {
            case MATCH ->
                "is " + answer.entry() + " (" + answer.source() + ", " + answer.licence() + ", as of " + answer.asOf()
                        + ")";
            case NONE -> "is nobody there";
            case AMBIGUOUS -> "is ambiguous";
        };
        return answer.enricher() + "/" + answer.type() + " " + answer.golden() + " " + what
                + (answer.remarks().isEmpty() ? "" : ": " + answer.remarks());
    }
}

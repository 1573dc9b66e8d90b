package io.sesam.talk.cli;

import io.sesam.talk.Status;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.EnrichmentAnswer;
import io.sesam.talk.result.SyncReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Enrichment as text and as objects. */
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

    static Map<String, Object> objects(Map<SystemName, SyncReport.Enriched> enriched) {
        Map<String, Object> objects = new TreeMap<>();
        enriched.forEach((enricher, counts) -> objects.put(enricher.value(), object(counts)));
        return objects;
    }

    static Map<String, Object> states(Map<SystemName, Status.Enriched> enriched) {
        Map<String, Object> states = new TreeMap<>();
        enriched.forEach((enricher, state) ->
                states.put(enricher.value(), Map.of("answers", state.answers(), "waiting", state.waiting())));
        return states;
    }

    private static Map<String, Long> object(SyncReport.Enriched counts) {
        Map<String, Long> object = new LinkedHashMap<>();
        object.put("asked", counts.asked());
        object.put("matched", counts.matched());
        object.put("none", counts.none());
        object.put("ambiguous", counts.ambiguous());
        object.put("unanswered", counts.unanswered());
        object.put("withdrawn", counts.withdrawn());
        object.put("waiting", counts.waiting());
        return object;
    }
}

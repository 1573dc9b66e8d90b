package io.sesam.talk.cli;

import io.sesam.talk.Status;
import io.sesam.talk.enrich.Memo;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.sync.Answered;
import io.sesam.talk.sync.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Enrichment in words and as objects. */
final class EnrichedWords {
    private EnrichedWords() {}

    /** One answer, with its source and licence. */
    static String sentence(Answered answered) {
        Memo memo = answered.memo();
        String what = switch (memo.kind()) {
            case MATCH ->
                "is " + memo.entry() + " (" + memo.source() + ", " + memo.licence() + ", as of " + memo.time() + ")";
            case NONE -> "is nobody there";
            case AMBIGUOUS -> "is ambiguous";
        };
        return answered.enricher() + "/" + answered.type() + " " + answered.golden() + " " + what
                + (memo.remarks().isEmpty() ? "" : ": " + memo.remarks());
    }

    static Map<String, Object> objects(Map<SystemName, Report.Enriched> enriched) {
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

    private static Map<String, Long> object(Report.Enriched counts) {
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

package io.sesam.talk.cli;

import io.sesam.talk.model.Claim;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Provenance;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.result.Explanation.Destination;
import io.sesam.talk.store.AuditEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An explanation as an object. */
final class ExplainObject {
    private final Explanation explanation;

    ExplainObject(Explanation explanation) {
        this.explanation = explanation;
    }

    Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("golden", explanation.golden().value());
        object.put("type", explanation.type().name());
        object.put(
                "records",
                explanation.members().stream().map(ExplainObject::member).toList());
        object.put("keys", explanation.keys().stream().map(ExplainObject::key).toList());
        object.put(
                "links", explanation.links().stream().map(ExplainObject::link).toList());
        object.put(
                "values",
                explanation.values().stream().map(ExplainObject::value).toList());
        object.put(
                "systems",
                explanation.systems().stream().map(ExplainObject::system).toList());
        return object;
    }

    private static Map<String, Object> member(Explanation.Member member) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("record", member.record().toString());
        object.put("live", member.isLive());
        object.put("enriched", member.isEnrichment());
        object.put("crowd", member.isOversized());
        return object;
    }

    private static Map<String, Object> key(Explanation.SharedKey key) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("rule", key.rule());
        object.put("value", key.value());
        object.put("records", key.records().stream().map(RecordRef::toString).toList());
        return object;
    }

    private static Map<String, Object> link(Link link) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("origin", link.origin().name().toLowerCase(Locale.ROOT));
        object.put("records", List.of(link.first().toString(), link.second().toString()));
        return object;
    }

    private static Map<String, Object> value(Provenance provenance) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("property", provenance.property());
        object.put("rule", provenance.rule());
        object.put("winner", claim(provenance.winner()));
        object.put("lost", provenance.lost().stream().map(ExplainObject::claim).toList());
        return object;
    }

    private static Map<String, Object> claim(Claim claim) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("record", claim.source().toString());
        object.put("value", claim.value().known().map(Fields::textOf).orElse(""));
        if (claim.isTimeKnown()) {
            object.put("at", claim.time().toString());
        }
        object.put("writtenByTalk", claim.echo());
        return object;
    }

    private static Map<String, Object> system(Destination system) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("system", system.system().value());
        object.put("state", system.state().name().toLowerCase(Locale.ROOT));
        object.put("because", system.because());
        object.put("planned", system.planned().stream().map(PlanReport::object).toList());
        Map<String, String> left = new LinkedHashMap<>();
        system.left().forEach(one -> left.put(one.property(), one.reason()));
        object.put("left", left);
        object.put(
                "journal", system.journal().stream().map(ExplainObject::entry).toList());
        return object;
    }

    private static Map<String, Object> entry(AuditEntry entry) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("at", entry.time().toString());
        object.put("run", entry.run());
        object.put("what", entry.outcome().text());
        object.put("record", String.valueOf(entry.recordId()));
        object.put("before", PlanReport.texts(entry.before()));
        object.put("after", PlanReport.texts(entry.after()));
        object.put("because", entry.reason() == null ? "" : entry.reason());
        return object;
    }
}

package io.sesam.talk.settings.json;

import io.sesam.talk.Status;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.store.Erasure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Results as maps, lists, texts and numbers.
 *
 * <p>Any JSON library writes them; {@link TalkModule} is for Jackson 2. Keys are ordered: those of a result as its methods
 * are, names of systems and types by the alphabet. Times are texts such as {@code 2026-05-17T10:00:00Z}. Keys may be added. No
 * values of records are in them, but ids of records whose erasure is not done.
 */
@Experimental
public final class ResultObjects {
    private ResultObjects() {}

    /** Returns a sync report as an object. */
    public static Map<String, Object> of(SyncReport report) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("run", report.run());
        object.put("read", byType(report.read(), Function.identity()));
        object.put("unreadableTimes", byType(report.unreadableTimes(), Function.identity()));
        object.put("futureTimes", byType(report.futureTimes(), Function.identity()));
        object.put("notes", bySystem(report.notes(), List::copyOf));
        object.put("golden", types(report.golden(), ResultObjects::golden));
        object.put("written", byType(report.written(), ResultObjects::of));
        object.put("sinks", bySystem(report.sinks(), TreeMap::new));
        object.put("calls", bySystem(report.calls(), calls -> {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("reading", calls.reads());
            counts.put("writing", calls.writes());
            counts.put("repeated", calls.repeated());
            counts.put("limited", calls.limited());
            return counts;
        }));
        object.put("enriched", bySystem(report.enriched(), ResultObjects::enriched));
        object.put("parked", report.parked());
        object.put("inDoubt", report.inDoubt());
        object.put("heldPlans", held(report.heldPlans()));
        object.put("erasures", erasures(report.erasures()));
        object.put("paused", bySystem(report.paused(), Function.identity()));
        return object;
    }

    /** Returns the writes to a type of a system as an object. */
    public static Map<String, Object> of(SyncReport.Written written) {
        return written(
                written.inserted(),
                written.updated(),
                written.archived(),
                written.unchanged(),
                written.refused(),
                written.failed(),
                written.inDoubt());
    }

    /** Returns the object of a type that nothing was written to. */
    public static Map<String, Object> nothingWritten() {
        return written(0, 0, 0, 0, 0, 0, 0);
    }

    private static Map<String, Object> written(
            long inserted, long updated, long archived, long unchanged, long refused, long failed, long inDoubt) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("inserted", inserted);
        counts.put("updated", updated);
        counts.put("archived", archived);
        counts.put("unchanged", unchanged);
        counts.put("refused", refused);
        counts.put("failed", failed);
        counts.put("inDoubt", inDoubt);
        return counts;
    }

    private static Map<String, Object> golden(SyncReport.Golden golden) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("total", golden.total());
        counts.put("created", golden.created());
        counts.put("updated", golden.updated());
        counts.put("deleted", golden.deleted());
        counts.put("joined", golden.joined());
        counts.put("split", golden.split());
        return counts;
    }

    private static Map<String, Object> enriched(SyncReport.Enriched enriched) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("asked", enriched.asked());
        counts.put("matched", enriched.matched());
        counts.put("none", enriched.none());
        counts.put("ambiguous", enriched.ambiguous());
        counts.put("unanswered", enriched.unanswered());
        counts.put("withdrawn", enriched.withdrawn());
        counts.put("waiting", enriched.waiting());
        return counts;
    }

    /** Returns a status as an object. */
    public static Map<String, Object> of(Status status) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("running", status.isRunning());
        object.put("standby", status.isStandby());
        object.put("records", byType(status.records(), Function.identity()));
        object.put("golden", types(status.golden(), Function.identity()));
        status.lastRun().ifPresent(last -> object.put("lastRun", lastRun(last)));
        object.put("lastRead", byType(status.lastRead(), Object::toString));
        object.put("paused", bySystem(status.paused(), ResultObjects::paused));
        object.put("read", byType(status.read(), Object::toString));
        object.put("waiting", byType(status.waiting(), Function.identity()));
        object.put("enriched", bySystem(status.enriched(), ResultObjects::enriched));
        object.put("parked", status.parked());
        object.put("inDoubt", status.inDoubt());
        object.put("heldPlans", held(status.heldPlans()));
        object.put("erasures", erasures(status.erasures()));
        return object;
    }

    private static Map<String, Object> lastRun(Status.LastRun last) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("run", last.run());
        object.put("outcome", last.outcome());
        object.put("started", last.started().toString());
        object.put("ended", last.ended().toString());
        object.put("writes", last.writes());
        object.put("goldenChanges", last.goldenChanges());
        return object;
    }

    private static Map<String, Object> paused(Status.Paused paused) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("since", paused.since().toString());
        object.put("reason", paused.reason());
        return object;
    }

    private static Map<String, Object> enriched(Status.Enriched enriched) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("answers", enriched.answers());
        object.put("waiting", enriched.waiting());
        return object;
    }

    /** Returns a plan as an object, without its single changes, which the plan does not keep. */
    public static Map<String, Object> of(SyncPlan plan) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("planned", byType(plan.writes(), ResultObjects::of));
        object.put("secondsAtLeast", bySystem(plan.atLeast(), Duration::toSeconds));
        object.put("heldPlans", held(plan.heldPlans()));
        object.put("paused", bySystem(plan.paused(), Function.identity()));
        return object;
    }

    /** Returns planned writes to a type of a system as an object. */
    public static Map<String, Object> of(SyncPlan.Planned planned) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("inserts", planned.inserts());
        counts.put("updates", planned.updates());
        counts.put("archives", planned.archives());
        counts.put("refused", planned.refused());
        counts.put("calls", planned.calls());
        return counts;
    }

    /** Returns a held plan as an object. */
    public static Map<String, Object> of(HeldPlan plan) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("system", plan.system().value());
        object.put("type", plan.type().name());
        object.put("changes", plan.changes());
        object.put("removals", plan.removals());
        object.put("approved", plan.approved());
        return object;
    }

    /** Returns an erasure that is not done as an object. */
    public static Map<String, Object> of(Erasure erasure) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("system", erasure.record().system().value());
        object.put("type", erasure.record().type().name());
        object.put("record", erasure.record().id());
        object.put("state", erasure.state().name().toLowerCase(Locale.ROOT));
        object.put("reason", erasure.reason());
        object.put("since", erasure.since().toString());
        return object;
    }

    private static List<Map<String, Object>> held(List<HeldPlan> plans) {
        return plans.stream().map(plan -> of(plan)).toList();
    }

    private static List<Map<String, Object>> erasures(List<Erasure> erasures) {
        return erasures.stream().map(erasure -> of(erasure)).toList();
    }

    private static <V> Map<String, Object> bySystem(Map<SystemName, V> systems, Function<? super V, ?> shown) {
        Map<String, Object> object = new TreeMap<>();
        systems.forEach((system, value) -> object.put(system.value(), shown.apply(value)));
        return object;
    }

    private static <V> Map<String, Object> types(Map<EntityType, V> types, Function<? super V, ?> shown) {
        Map<String, Object> object = new TreeMap<>();
        types.forEach((type, value) -> object.put(type.name(), shown.apply(value)));
        return object;
    }

    private static <V> Map<String, Object> byType(
            Map<SystemName, Map<EntityType, V>> systems, Function<? super V, ?> shown) {
        return bySystem(systems, types -> types(types, shown));
    }
}

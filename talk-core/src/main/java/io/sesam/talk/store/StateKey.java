package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key of a value of engine state.
 *
 * <p>Created only by the factory methods, so each kind has one scope and one type of value. Stores keep the four
 * parts in separate columns; an unused part is empty.
 *
 * @param <T> the type of its value
 */
@Experimental
public final class StateKey<T extends EngineState> {
    private static final String RESTORED_RECORD = "restored_record";
    private static final String ASKED_TOPIC = "asked_topic";

    private final Class<T> valueType;
    private final String kind;
    private final String system;
    private final String type;
    private final String name;

    private StateKey(
            Class<T> valueType, String kind, @Nullable SystemName system, @Nullable EntityType type, String name) {
        this.valueType = valueType;
        this.kind = kind;
        this.system = system == null ? "" : system.value();
        this.type = type == null ? "" : type.name();
        this.name = name;
    }

    /** The kinds with one entry for each record or topic; of all others, a store may keep every entry in memory. */
    public static List<String> unboundedKinds() {
        return List.of(RESTORED_RECORD, ASKED_TOPIC);
    }

    /** Names the secret key of the suppression list. */
    public static StateKey<EngineState.SuppressionKey> suppressionKey() {
        return new StateKey<>(EngineState.SuppressionKey.class, "suppression_key", null, null, "");
    }

    /** Names the held or approved plan for a type of a system. */
    public static StateKey<EngineState.PlanHold> heldPlan(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.PlanHold.class, "held_plan", system, type, "");
    }

    /** Names a record that was restored after its deletion (R24). */
    public static StateKey<EngineState.Presence> restoredRecord(RecordRef record) {
        return new StateKey<>(EngineState.Presence.class, RESTORED_RECORD, record.system(), record.type(), record.id());
    }

    /** Names the systems that took part in a type's last sync. */
    public static StateKey<EngineState.TargetSystems> targets(EntityType type) {
        return new StateKey<>(EngineState.TargetSystems.class, "targets", null, type, "");
    }

    /** Names whether every system of a type has been read completely once (R16). */
    public static StateKey<EngineState.Onboarding> onboarding(EntityType type) {
        return new StateKey<>(EngineState.Onboarding.class, "onboarding", null, type, "");
    }

    /** Names the basis of the last complete comparison with a system. */
    public static StateKey<EngineState.ComparisonBasis> comparison(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.ComparisonBasis.class, "comparison", system, type, "");
    }

    /** Names the policy of the last merge of a type. */
    public static StateKey<EngineState.AppliedPolicy> policy(EntityType type) {
        return new StateKey<>(EngineState.AppliedPolicy.class, "policy", null, type, "");
    }

    /** Names the limit of what a sink's tables can hold (R32). */
    public static StateKey<EngineState.SinkPromise> sinkPromise(SystemName sink) {
        return new StateKey<>(EngineState.SinkPromise.class, "sink_promise", sink, null, "");
    }

    /** Names the content of a sink's tables after the last run that opened them. */
    public static StateKey<EngineState.SinkContent> sinkContent(SystemName sink) {
        return new StateKey<>(EngineState.SinkContent.class, "sink_content", sink, null, "");
    }

    /** Names the expiry of an enricher's answers about a type. */
    public static StateKey<EngineState.ExpirySweep> answerExpiry(SystemName enricher, EntityType type) {
        return new StateKey<>(EngineState.ExpirySweep.class, "answer_expiry", enricher, type, "");
    }

    /** Names the first complete write of a type to a system (R26). */
    public static StateKey<EngineState.Moment> firstWrite(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.Moment.class, "first_write", system, type, "");
    }

    /** Names the fields that a type of a system was read with. */
    public static StateKey<EngineState.CoveredFields> fields(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.CoveredFields.class, "fields", system, type, "");
    }

    /** Names the position in an enricher's change feed. */
    public static StateKey<EngineState.NewsPosition> news(SystemName enricher) {
        return new StateKey<>(EngineState.NewsPosition.class, "news", enricher, null, "");
    }

    /**
     * Names the golden records that an enricher was asked about under one topic.
     *
     * @param digest of the topic, because a topic may be a name
     */
    public static StateKey<EngineState.AskedTopic> askedTopic(SystemName enricher, EntityType type, String digest) {
        return new StateKey<>(EngineState.AskedTopic.class, ASKED_TOPIC, enricher, type, digest);
    }

    /** Names the last golden record that an enricher examined. */
    public static StateKey<EngineState.EnrichmentMark> enrichment(SystemName enricher) {
        return new StateKey<>(EngineState.EnrichmentMark.class, "enrichment", enricher, null, "");
    }

    /** Names the start of the last complete listing. */
    public static StateKey<EngineState.Moment> listed(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.Moment.class, "listed", system, type, "");
    }

    /** Names the latest time of Talk's own observations (R12). */
    public static StateKey<EngineState.Moment> observed() {
        return new StateKey<>(EngineState.Moment.class, "observed", null, null, "");
    }

    /** Names how long the in-doubt writes of a type have been waited for (R21). */
    public static StateKey<EngineState.Waits> waits(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.Waits.class, "waits", system, type, "");
    }

    /** Names the start of the listing under way. */
    public static StateKey<EngineState.Moment> listingBegun(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.Moment.class, "listing_begun", system, type, "");
    }

    /** The end of the last sync. */
    public static StateKey<EngineState.RunEnd> lastRun() {
        return new StateKey<>(EngineState.RunEnd.class, "last_run", null, null, "");
    }

    /** A part of the past runs, by its place: 0 to 9. */
    public static StateKey<EngineState.RunPart> pastRuns(int place) {
        return new StateKey<>(EngineState.RunPart.class, "past_runs", null, null, Integer.toString(place));
    }

    /** The counted quality of a type. */
    public static StateKey<EngineState.QualityCounts> qualityCounts(EntityType type) {
        return new StateKey<>(EngineState.QualityCounts.class, "quality_counts", null, type, "");
    }

    /** How far the counted quality of all types can be relied on. */
    public static StateKey<EngineState.QualityMark> qualityMark() {
        return new StateKey<>(EngineState.QualityMark.class, "quality_mark", null, null, "");
    }

    /** A part of the quality of a type after its last runs, by its place: 0 to 5. */
    public static StateKey<EngineState.QualityPart> qualityPart(EntityType type, int place) {
        return new StateKey<>(EngineState.QualityPart.class, "quality_part", null, type, Integer.toString(place));
    }

    /** How far changes of golden records were delivered to a listener, by its name. */
    public static StateKey<EngineState.Delivered> delivered(String listener) {
        return new StateKey<>(EngineState.Delivered.class, "told", null, null, listener);
    }

    /** The pause of a system, a sink or an enricher. */
    public static StateKey<EngineState.Pause> pause(SystemName system) {
        return new StateKey<>(EngineState.Pause.class, "pause", system, null, "");
    }

    /** The last time a type of a system was read to its end. */
    public static StateKey<EngineState.Moment> lastRead(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.Moment.class, "last_read", system, type, "");
    }

    /** A token that a plugin keeps by name. */
    public static StateKey<EngineState.IssuedToken> token(String name) {
        return new StateKey<>(EngineState.IssuedToken.class, "token", null, null, name);
    }

    /** Returns the kind, in lower-case letters and underscores. */
    public String kind() {
        return kind;
    }

    /** Returns the system, sink or enricher; empty for none. */
    public String system() {
        return system;
    }

    /** Returns the type; empty for none. */
    public String type() {
        return type;
    }

    /** Returns the record's id or the token's name. Empty for none. */
    public String name() {
        return name;
    }

    /** Returns the Java type of the value. */
    public Class<T> valueType() {
        return valueType;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateKey<?> that
                && kind.equals(that.kind)
                && system.equals(that.system)
                && type.equals(that.type)
                && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return ((kind.hashCode() * 31 + system.hashCode()) * 31 + type.hashCode()) * 31 + name.hashCode();
    }

    @Override
    public String toString() {
        String scope =
                Stream.of(system, type, name).filter(part -> !part.isEmpty()).collect(Collectors.joining("/"));
        return scope.isEmpty() ? kind : kind + " " + scope;
    }
}

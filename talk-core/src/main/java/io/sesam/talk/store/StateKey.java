package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name under which engine state is kept.
 *
 * <p>Made by the factories alone, so each kind has one scope and one type of value. Stores keep the four parts apart: a
 * part that a kind has no use for is empty.
 *
 * @param <T> the type of its value
 */
public final class StateKey<T extends EngineState> {
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

    /** The secret key of the suppression list. */
    public static StateKey<EngineState.SuppressionKey> suppressionKey() {
        return new StateKey<>(EngineState.SuppressionKey.class, "suppression_key", null, null, "");
    }

    /** The plan for a type of a system that waits for approval, or has got it. */
    public static StateKey<EngineState.PlanHold> heldPlan(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.PlanHold.class, "held_plan", system, type, "");
    }

    /** A record that came back after it was gone (R24). */
    public static StateKey<EngineState.Presence> restoredRecord(RecordRef record) {
        return new StateKey<>(
                EngineState.Presence.class, "restored_record", record.system(), record.type(), record.id());
    }

    /** The systems that took part in a type when it was last synced. */
    public static StateKey<EngineState.TargetSystems> targets(EntityType type) {
        return new StateKey<>(EngineState.TargetSystems.class, "targets", null, type, "");
    }

    /** What a type of a system was last compared by, as a whole. */
    public static StateKey<EngineState.ComparisonBasis> comparison(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.ComparisonBasis.class, "comparison", system, type, "");
    }

    /** The policy that all records of a type were last merged by. */
    public static StateKey<EngineState.AppliedPolicy> policy(EntityType type) {
        return new StateKey<>(EngineState.AppliedPolicy.class, "policy", null, type, "");
    }

    /** How far the tables of a sink can have come (R32). */
    public static StateKey<EngineState.SinkPromise> sinkPromise(SystemName sink) {
        return new StateKey<>(EngineState.SinkPromise.class, "sink_promise", sink, null, "");
    }

    /** When an enricher's answers about a type expire. */
    public static StateKey<EngineState.ExpirySweep> answerExpiry(SystemName enricher, EntityType type) {
        return new StateKey<>(EngineState.ExpirySweep.class, "answer_expiry", enricher, type, "");
    }

    /** When a type of a system was first written as a whole (R26). */
    public static StateKey<EngineState.Moment> firstWrite(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.Moment.class, "first_write", system, type, "");
    }

    /** The fields that a type of a system was read with. */
    public static StateKey<EngineState.CoveredFields> fields(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.CoveredFields.class, "fields", system, type, "");
    }

    /** Where reading an enricher's news goes on. */
    public static StateKey<EngineState.NewsPosition> news(SystemName enricher) {
        return new StateKey<>(EngineState.NewsPosition.class, "news", enricher, null, "");
    }

    /** How far golden records have been shown to an enricher. */
    public static StateKey<EngineState.EnrichmentMark> enrichment(SystemName enricher) {
        return new StateKey<>(EngineState.EnrichmentMark.class, "enrichment", enricher, null, "");
    }

    /** When the last complete listing of a type of a system was begun. */
    public static StateKey<EngineState.Moment> listed(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.Moment.class, "listed", system, type, "");
    }

    /** When the listing of a type of a system that is under way was begun. */
    public static StateKey<EngineState.Moment> listingBegun(SystemName system, EntityType type) {
        return new StateKey<>(EngineState.Moment.class, "listing_begun", system, type, "");
    }

    /** The end of the last sync. */
    public static StateKey<EngineState.RunEnd> lastRun() {
        return new StateKey<>(EngineState.RunEnd.class, "last_run", null, null, "");
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

    /** What kind of state it is, in lower-case letters and underscores. */
    public String kind() {
        return kind;
    }

    /** The system, sink or enricher it is about; empty for none. */
    public String system() {
        return system;
    }

    /** The type it is about; empty for none. */
    public String type() {
        return type;
    }

    /** The record's id or the token's name; empty for none. */
    public String name() {
        return name;
    }

    /** The type of its value. */
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

package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.config.PluginFailures;
import io.sesam.talk.engine.plan.TargetPlanner;
import io.sesam.talk.engine.resolve.EnrichedRef;
import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.engine.run.Participants;
import io.sesam.talk.engine.run.RunPreparation;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.result.Explanation;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Explanations of golden records from stored state (R34). Changes nothing. */
public final class Explainer {
    private final EngineConfig config;
    private final Store store;
    private final Map<SystemName, Map<EntityType, TypeSpec>> holdings = new HashMap<>();
    private final Map<SystemName, String> silent = new HashMap<>();

    /** Asks every system for its types, which may call the system. Reads no records. */
    public Explainer(EngineConfig config) {
        this(config, true);
    }

    /**
     * Explains from the store.
     *
     * @param mayAsk whether systems are asked what types they have; {@code false} while a run is using them: then the types of
     *     the last run count
     */
    public Explainer(EngineConfig config, boolean mayAsk) {
        this.config = config;
        this.store = config.store();
        config.connections().forEach(mayAsk ? this::ask : this::recall);
    }

    private void recall(Connection connection) {
        config.types()
                .find(connection.name())
                .ifPresentOrElse(
                        types -> holdings.put(connection.name(), types),
                        () -> silent.put(
                                connection.name(),
                                connection.name() + " has not been asked for its types yet; a run is under way"));
    }

    private void ask(Connection connection) {
        try {
            holdings.put(connection.name(), RunPreparation.holding(connection, config.policies()));
        } catch (TalkException e) {
            silent.put(connection.name(), String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            PluginFailures.rethrowFatal(e);
            silent.put(connection.name(), mistake(connection, e));
        }
    }

    /**
     * Explains the golden record of a source record.
     *
     * @throws TalkException CONFIGURATION when the record is unknown or has no golden record
     */
    public Explanation record(RecordRef record) {
        StoredRecord known = store.records(List.of(record)).stream()
                .findFirst()
                .orElseThrow(() -> new TalkException(
                        ErrorCode.CONFIGURATION,
                        "no record " + record + " is known. A record is named by system, type and the system's own"
                                + " id, and must have been read by a sync. Erased records are not known."));
        GoldenId golden = known.golden();
        if (golden == null) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION, "the record " + record + " was deleted and had no golden record");
        }
        return golden(golden);
    }

    /**
     * Explains a golden record.
     *
     * @throws TalkException CONFIGURATION when it has no records
     */
    public Explanation golden(GoldenId golden) {
        List<StoredRecord> members = store.members(List.of(golden)).stream()
                .sorted(Comparator.comparing(StoredRecord::ref))
                .toList();
        if (members.isEmpty()) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    "no golden record " + golden
                            + " is known; it may have joined another. Explain one of its records instead.");
        }
        EntityType type = members.get(0).ref().type();
        TypePolicy policy = config.policies().get(type);
        if (policy == null) {
            throw new TalkException(ErrorCode.CONFIGURATION, "type \"" + type + "\" is no longer declared");
        }
        List<StoredRecord> normalized = References.of(store, policy.schema()).normalize(members);
        Optional<GoldenRecord> merged = TargetPlanner.merged(policy.survivorship(), golden, normalized);
        return new ExplanationData(
                golden,
                type,
                members.stream().map(Explainer::member).toList(),
                keys(members),
                links(members),
                merged.map(GoldenRecord::provenance).orElse(List.of()),
                destinations(golden, policy, normalized));
    }

    private static Explanation.Member member(StoredRecord member) {
        return new ExplanationData.MemberData(
                member.ref(),
                (member.record().isEnrichment() ? EnrichedRef.entry(member.ref()) : member.ref()).toString(),
                member.isLive(),
                member.record().isEnrichment(),
                member.parked());
    }

    private static List<Explanation.SharedKey> keys(List<StoredRecord> members) {
        Map<String, Map<String, List<RecordRef>>> holders = new TreeMap<>();
        for (StoredRecord member : members) {
            if (member.isLive()) {
                for (MatchKey key : member.keys()) {
                    holders.computeIfAbsent(key.rule(), rule -> new TreeMap<>())
                            .computeIfAbsent(key.value(), value -> new ArrayList<>())
                            .add(member.ref());
                }
            }
        }
        List<Explanation.SharedKey> shared = new ArrayList<>();
        holders.forEach((rule, values) -> values.forEach((value, records) -> {
            if (records.size() > 1 && !References.isIndex(new MatchKey(rule, value))) {
                shared.add(new ExplanationData.SharedKeyData(rule, value, records));
            }
        }));
        return shared;
    }

    private List<Link> links(List<StoredRecord> members) {
        return store.links(members.stream().map(StoredRecord::ref).toList()).stream()
                .sorted(Comparator.comparing(Link::first)
                        .thenComparing(Link::second)
                        .thenComparing(Link::origin))
                .toList();
    }

    private List<Explanation.Destination> destinations(GoldenId golden, TypePolicy policy, List<StoredRecord> members) {
        return config.connections().stream()
                .filter(connection -> connection.takesPart(policy.type()))
                .map(connection -> destination(golden, policy, members, connection))
                .toList();
    }

    private Explanation.Destination destination(
            GoldenId golden, TypePolicy policy, List<StoredRecord> members, Connection connection) {
        boolean asked = !silent.containsKey(connection.name());
        boolean writable = asked && isWritable(connection, policy.type());
        return new TargetExplainer(store, new Participants(config, holdings), connection, policy)
                .destination(golden, members, writable, Optional.ofNullable(silent.get(connection.name())));
    }

    private boolean isWritable(Connection connection, EntityType type) {
        try {
            return connection.connector().writer(type).isPresent();
        } catch (TalkException e) {
            silent.put(connection.name(), String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            PluginFailures.rethrowFatal(e);
            silent.put(connection.name(), mistake(connection, e));
        }
        return false;
    }

    private static String mistake(Connection connection, Throwable e) {
        return String.valueOf(
                TalkException.mistakeOfPlugin(connection.name(), e).getMessage());
    }
}

package io.sesam.talk.engine.run;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.PolicyFingerprint;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The systems of each type and their reading progress. They decide what may be written (R16). */
public final class Participants {
    private final EngineConfig config;
    private final Store store;
    private final Map<SystemName, Map<EntityType, TypeSpec>> holdings;

    /**
     * Creates the participants of one run.
     *
     * @param holdings the types of each system; a system whose types are not available is missing
     */
    public Participants(EngineConfig config, Map<SystemName, Map<EntityType, TypeSpec>> holdings) {
        this.config = config;
        this.store = config.store();
        this.holdings = holdings;
    }

    /** Lists the participating types of a system. None when they are not available. */
    public Collection<TypeSpec> types(Connection connection) {
        return holdings.getOrDefault(connection.name(), Map.of()).values();
    }

    /** Lists the systems to compare golden records of a type with. */
    public List<SystemName> targets(EntityType type) {
        return config.connections().stream()
                .filter(connection -> isKnownToHold(connection, type)
                        && connection.policy(type).share())
                .map(Connection::name)
                .toList();
    }

    /**
     * Lists the systems to compare with while reading. None before the first system has been read completely,
     * because that event compares everything.
     */
    public List<SystemName> targetsWhileReading(EntityType type) {
        boolean anyComplete = config.connections().stream().anyMatch(connection -> isComplete(connection.name(), type));
        return anyComplete ? targets(type) : List.of();
    }

    /**
     * Compares returning systems completely. Changes made while a system did not take part created no comparison
     * for it.
     */
    public void compareReturningSystems(StateWriter state) {
        for (EntityType type : config.policies().keySet()) {
            StateKey<EngineState.TargetSystems> key = StateKey.targets(type);
            Optional<EngineState.TargetSystems> before = store.state(key);
            EngineState.TargetSystems now = new EngineState.TargetSystems(targets(type));
            if (before.filter(now::equals).isEmpty()) {
                Commit commit = new Commit().put(key, now);
                before.ifPresent(there -> now.systems().stream()
                        .filter(system -> !there.systems().contains(system))
                        .forEach(system -> commit.remove(StateKey.comparison(system, type))));
                state.alone(() -> {
                    state.commit(commit);
                });
            }
        }
    }

    /** Compares a system completely when its settings, the policies or the participants changed. */
    public void compareAllIfChanged(Connection connection, TypeSpec spec, String rules, StateWriter state) {
        EntityType type = spec.type();
        StateKey<EngineState.ComparisonBasis> key = StateKey.comparison(connection.name(), type);
        EngineState.ComparisonBasis now = new EngineState.ComparisonBasis(
                PolicyFingerprint.of("comparison")
                        .add("target", fingerprint(connection, spec))
                        .add("rules", rules)
                        .hex(),
                insertsAllowed(type),
                complete(type));
        if (store.state(key).filter(now::equals).isEmpty()) {
            state.alone(() -> {
                state.commit(new Commit()
                        .add(new Commit.TaskAll(connection.name(), type))
                        .put(key, now));
            });
        }
    }

    /**
     * Checks whether inserts are allowed: every participant was read completely once, and there are at least two
     * (R16).
     */
    public boolean insertsAllowed(EntityType type) {
        return takingPart(type).size() >= 2 && isEveryOneComplete(type);
    }

    private List<Connection> takingPart(EntityType type) {
        return config.connections().stream()
                .filter(connection -> mayHold(connection, type))
                .toList();
    }

    /** Checks that there is a participant, and that each has been read completely once. */
    private boolean isEveryOneComplete(EntityType type) {
        List<Connection> takingPart = takingPart(type);
        return !takingPart.isEmpty() && takingPart.stream().allMatch(connection -> isComplete(connection.name(), type));
    }

    /**
     * Checks whether filled values may be overwritten: every participant has been read completely once. A system that
     * joins later does not hold this up again (R16).
     */
    public boolean overwritesAllowed(EntityType type) {
        return isEveryOneComplete(type)
                || store.state(StateKey.onboarding(type))
                        .filter(EngineState.Onboarding::complete)
                        .isPresent();
    }

    /** Stores for each type whether its systems have been read completely once. Called before a run reads or writes. */
    public void noteOnboarding(StateWriter state) {
        for (EntityType type : config.policies().keySet()) {
            StateKey<EngineState.Onboarding> key = StateKey.onboarding(type);
            Optional<EngineState.Onboarding> known = store.state(key);
            // A store without this state was made by an earlier version, or it is new and nothing was written.
            boolean complete = overwritesAllowed(type)
                    || known.isEmpty()
                            && config.connections().stream()
                                    .anyMatch(connection -> wasWritten(connection.name(), type));
            EngineState.Onboarding now = new EngineState.Onboarding(complete);
            if (known.filter(now::equals).isEmpty()) {
                state.alone(() -> state.commit(new Commit().put(key, now)));
            }
        }
    }

    private boolean wasWritten(SystemName system, EntityType type) {
        return store.state(StateKey.firstWrite(system, type)).isPresent();
    }

    /**
     * Checks whether a system can hold a type. When its types are not available, it may hold every type its
     * settings permit.
     */
    private boolean mayHold(Connection connection, EntityType type) {
        Map<EntityType, TypeSpec> types = holdings.get(connection.name());
        return connection.takesPart(type) && (types == null || types.containsKey(type));
    }

    private boolean isKnownToHold(Connection connection, EntityType type) {
        Map<EntityType, TypeSpec> types = holdings.get(connection.name());
        return connection.takesPart(type)
                && (types == null ? store.reading(connection.name(), type).isPresent() : types.containsKey(type));
    }

    private List<SystemName> complete(EntityType type) {
        return config.connections().stream()
                .filter(connection -> mayHold(connection, type) && isComplete(connection.name(), type))
                .map(Connection::name)
                .sorted()
                .toList();
    }

    /** Returns when each system that was read was first read, in microseconds since 1970. */
    public Map<SystemName, Long> onboarded(EntityType type) {
        Map<SystemName, Long> onboarded = new HashMap<>();
        for (Connection connection : config.connections()) {
            store.reading(connection.name(), type)
                    .ifPresent(read -> onboarded.put(connection.name(), SourceRecord.micros(read.onboarded())));
        }
        return onboarded;
    }

    private boolean isComplete(SystemName system, EntityType type) {
        return store.reading(system, type)
                .filter(readState -> readState.completed() != null)
                .isPresent();
    }

    /** Computes the fingerprint of a target: settings, policy and facts of its type. */
    public static String fingerprint(Connection connection, TypeSpec spec) {
        PolicyFingerprint fingerprint = PolicyFingerprint.of("target")
                .add("settings", connection.fingerprint())
                .add("policy", connection.policy(spec.type()).fingerprint())
                .add("inserts", spec.inserts())
                .add("updates", spec.updates())
                .add("fields", spec.fields().size());
        for (FieldSpec field : spec.fields()) {
            fingerprint
                    .add("field", field.name())
                    .add("readable", field.isReadable())
                    .add("writable", field.isWritable())
                    .add("required", field.isRequired())
                    .add("vocabulary only", field.isVocabularyOnly())
                    .add("words", field.words().stream().sorted().toList())
                    .add("least length", field.minLength())
                    .add("greatest length", field.maxLength().orElse(0))
                    .add(
                            "normalisations",
                            field.normalisations().stream()
                                    .map(Enum::name)
                                    .sorted()
                                    .toList());
        }
        return fingerprint.hex();
    }
}

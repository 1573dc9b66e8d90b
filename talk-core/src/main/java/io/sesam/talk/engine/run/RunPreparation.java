package io.sesam.talk.engine.run;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.EngineState;
import io.sesam.talk.store.StateKey;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work of a run before the first reading. */
public final class RunPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(RunPreparation.class);

    private final EngineConfig config;
    private final Store store;
    private final RunContext run;

    /** Creates the preparation of a run. */
    public RunPreparation(EngineConfig config, RunContext run) {
        this.config = config;
        this.store = config.store();
        this.run = run;
    }

    /** Asks each system for its types. Pauses a system that fails. */
    public Map<SystemName, Map<EntityType, TypeSpec>> holdings(Workers threads) {
        Map<SystemName, Map<EntityType, TypeSpec>> holdings = new ConcurrentHashMap<>();
        List<Runnable> parts = new ArrayList<>();
        for (Connection connection : config.connections()) {
            parts.add(() -> run.guarded(connection.name(), () -> {
                Map<EntityType, TypeSpec> types = holding(connection, config.policies());
                holdings.put(connection.name(), types);
                types.values().forEach(spec -> run.stats().notes(connection.name(), spec.notes()));
                config.types().put(connection.name(), types);
            }));
        }
        threads.all(parts);
        return holdings;
    }

    /** Asks a system for its participating types. May call the system. */
    public static Map<EntityType, TypeSpec> holding(Connection connection, Map<EntityType, TypePolicy> policies) {
        Map<EntityType, TypeSpec> types = new TreeMap<>();
        for (TypeSpec spec : connection.connector().types()) {
            TypePolicy policy = policies.get(spec.type());
            if (policy != null && connection.takesPart(spec.type())) {
                requireSchema(connection, spec, policy);
                types.put(spec.type(), spec);
            }
        }
        refuseMissing(connection, types);
        return types;
    }

    private static void requireSchema(Connection connection, TypeSpec spec, TypePolicy policy) {
        if (!spec.schema().equals(policy.schema())) {
            throw new TalkException(
                    ErrorCode.BUG,
                    "Connector " + connection.name() + " returned " + spec.type() + " as schema " + spec.schema()
                            + ", expected " + policy.schema() + ". This is a bug in the connector; please report it.");
        }
    }

    private static void refuseMissing(Connection connection, Map<EntityType, TypeSpec> types) {
        for (EntityType wanted : named(connection)) {
            if (!types.containsKey(wanted)) {
                throw new TalkException(
                        ErrorCode.UNREADABLE,
                        connection.name() + " has no type " + wanted + ", which its settings name; it has "
                                + (types.isEmpty() ? "nothing" : types.keySet()));
            }
        }
    }

    private static Set<EntityType> named(Connection connection) {
        Set<EntityType> named = new TreeSet<>(connection.onlyTypes());
        named.addAll(connection.policies().keySet());
        return named;
    }

    /** Merges all records again when a policy changed since the last run. */
    public void applyNewPolicies(Participants participants) {
        for (TypePolicy policy : config.policies().values()) {
            StateKey<EngineState.AppliedPolicy> key = StateKey.policy(policy.type());
            EngineState.AppliedPolicy now = new EngineState.AppliedPolicy(policy.fingerprint());
            Optional<EngineState.AppliedPolicy> noted = store.state(key);
            if (noted.isPresent() && !noted.get().equals(now)) {
                LOG.info("The policy of {} has changed; merging all its records again", policy.type());
                store.counts().keySet().forEach(system -> applyAnew(system, policy, participants));
            }
            if (noted.isEmpty() || !noted.get().equals(now)) {
                store.commit(new Commit().put(key, now));
            }
        }
    }

    private void applyAnew(SystemName system, TypePolicy policy, Participants participants) {
        String after = null;
        List<StoredRecord> page = store.recordsAfter(system, policy.type(), after, 500);
        while (!page.isEmpty()) {
            run.cancellation().check();
            List<StoredRecord> records = page;
            run.state().alone(() -> {
                run.state()
                        .remember(policy.type(), records, List.of(), participants.targets(policy.type()), new Commit());
            });
            after = page.get(page.size() - 1).ref().id();
            page = store.recordsAfter(system, policy.type(), after, 500);
        }
    }
}

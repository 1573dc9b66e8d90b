package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.report.SyncPlanData;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.TypeSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The totals of a plan. For one thread. */
public final class PlanCounts {
    private final Map<SystemName, Map<EntityType, Count>> counts = new TreeMap<>();
    private final Map<SystemName, Set<String>> sharedRecords = new HashMap<>();
    private final PlanDigest.Builder digest = new PlanDigest.Builder();

    private static final class Count {
        private final TypeSpec spec;
        private final List<Operation> batch = new ArrayList<>();
        private long calls;
        private long inserts;
        private long updates;
        private long archives;
        private long refused;

        Count(TypeSpec spec) {
            this.spec = spec;
        }

        void add(Operation operation, boolean alongside) {
            switch (operation.kind()) {
                case INSERT -> inserts++;
                case UPDATE -> updates++;
                case ARCHIVE -> archives++;
            }
            if (!alongside) {
                batch.add(operation);
            }
            if (batch.size() >= spec.writeLimit()) {
                flush();
            }
        }

        private void flush() {
            if (!batch.isEmpty()) {
                calls += spec.writeCost().calls(List.copyOf(batch));
                batch.clear();
            }
        }

        SyncPlan.Planned planned() {
            flush();
            return new SyncPlanData.PlannedData(inserts, updates, archives, refused, calls);
        }
    }

    /** Adds a type of a system, even without writes. */
    public void has(SystemName system, TypeSpec spec) {
        counts.computeIfAbsent(system, name -> new TreeMap<>()).computeIfAbsent(spec.type(), type -> new Count(spec));
    }

    /** Adds a write of a type already added. */
    public void add(SystemName system, Operation operation, PlannedChange change) {
        Count count = count(system, change.type());
        count.add(operation, isAlongside(system, count.spec, operation));
        digest.add(change);
    }

    /** Checks whether one call carries the write together with one of the type that shares the record. */
    private boolean isAlongside(SystemName system, TypeSpec spec, Operation operation) {
        if (spec.sameRecordAs().isEmpty() || operation.kind() != Operation.Kind.UPDATE) {
            return false;
        }
        return !sharedRecords.computeIfAbsent(system, name -> new HashSet<>()).add(operation.existingId());
    }

    /** Adds refused writes. */
    public void refuse(SystemName system, EntityType type, long more) {
        count(system, type).refused += more;
    }

    private Count count(SystemName system, EntityType type) {
        return Objects.requireNonNull(counts.getOrDefault(system, Map.of()).get(type));
    }

    /** The plan. */
    public SyncPlan plan(List<Connection> connections, List<HeldPlan> heldPlans, Map<SystemName, String> paused) {
        Map<SystemName, Map<EntityType, SyncPlan.Planned>> writes = new TreeMap<>();
        counts.forEach((system, types) -> types.forEach((type, count) ->
                writes.computeIfAbsent(system, name -> new TreeMap<>()).put(type, count.planned())));
        Map<SystemName, Duration> atLeast = new TreeMap<>();
        for (Connection connection : connections) {
            long calls = writes.getOrDefault(connection.name(), Map.of()).values().stream()
                    .mapToLong(SyncPlan.Planned::calls)
                    .sum();
            connection.calls().atLeast(calls).ifPresent(time -> atLeast.put(connection.name(), time));
        }
        return new SyncPlanData(writes, heldPlans, paused, atLeast, digest.build());
    }
}

package io.sesam.talk.engine.plan;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.report.SyncPlanData;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.result.PlanDigest;
import io.sesam.talk.result.PlannedChange;
import io.sesam.talk.result.SyncPlan;
import io.sesam.talk.spi.TypeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The totals of a plan. For one thread. */
public final class PlanCounts {
    private final Map<SystemName, Map<EntityType, Count>> counts = new TreeMap<>();
    private final PlanDigest.Builder digest = new PlanDigest.Builder();

    private static final class Count {
        private final int writeLimit;
        private long inserts;
        private long updates;
        private long archives;
        private long refused;

        Count(int writeLimit) {
            this.writeLimit = writeLimit;
        }

        void add(PlannedChange change) {
            switch (change.kind()) {
                case INSERT -> inserts++;
                case UPDATE -> updates++;
                case ARCHIVE -> archives++;
            }
        }

        SyncPlan.Planned planned() {
            long calls = (inserts + updates + archives + writeLimit - 1) / writeLimit;
            return new SyncPlanData.PlannedData(inserts, updates, archives, refused, calls);
        }
    }

    /** Adds a type of a system, even without writes. */
    public void has(SystemName system, TypeSpec spec) {
        counts.computeIfAbsent(system, name -> new TreeMap<>())
                .computeIfAbsent(spec.type(), type -> new Count(spec.writeLimit()));
    }

    /** Adds a change of a type already added. */
    public void add(PlannedChange change) {
        count(change.system(), change.type()).add(change);
        digest.add(change);
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

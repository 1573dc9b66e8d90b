package io.sesam.talk.cli;

import io.sesam.talk.Status;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.result.HeldPlan;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.store.Erasure;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The status before a store exists. */
record EmptyStatus() implements Status {
    /** The reason why there is no status yet, without creating the store. */
    static Optional<String> reason(TalkSettings settings) {
        if (settings.isStoreInMemory()) {
            return Optional.of("Nothing is remembered between runs: the store is in memory."
                    + " Give it a file, such as store: { kind: sqlite, path: talk.db }.");
        }
        return settings.storeFile()
                .filter(Files::notExists)
                .map(file -> "Nothing is remembered yet: there is no " + file + ". \"talk sync\" makes it.");
    }

    @Override
    public boolean isRunning() {
        return false;
    }

    @Override
    public boolean isStandby() {
        return false;
    }

    @Override
    public Optional<LastRun> lastRun() {
        return Optional.empty();
    }

    @Override
    public Map<SystemName, Map<EntityType, Instant>> lastRead() {
        return Map.of();
    }

    @Override
    public Map<SystemName, Paused> paused() {
        return Map.of();
    }

    @Override
    public Map<SystemName, Map<EntityType, Long>> records() {
        return Map.of();
    }

    @Override
    public Map<EntityType, Long> golden() {
        return Map.of();
    }

    @Override
    public Map<SystemName, Map<EntityType, Instant>> read() {
        return Map.of();
    }

    @Override
    public Map<SystemName, Map<EntityType, Long>> waiting() {
        return Map.of();
    }

    @Override
    public Map<SystemName, Enriched> enriched() {
        return Map.of();
    }

    @Override
    public long parked() {
        return 0;
    }

    @Override
    public long inDoubt() {
        return 0;
    }

    @Override
    public List<HeldPlan> heldPlans() {
        return List.of();
    }

    @Override
    public List<Erasure> erasures() {
        return List.of();
    }

    @Override
    public Map<String, ListenerState> listeners() {
        return Map.of();
    }
}

package io.sesam.talk.store;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pending comparisons of a {@link MemoryStore}, by id. Guarded by its lock. */
final class MemoryStoreTasks {
    private final Map<SystemName, Map<EntityType, NavigableSet<GoldenId>>> byPlace = new HashMap<>();

    void change(Commit commit, MemoryStoreGoldens goldens) {
        commit.tasksDone().forEach(task -> of(task.system(), task.type()).remove(task.golden()));
        commit.tasksAdded().forEach(task -> of(task.system(), task.type()).add(task.golden()));
        for (Commit.TaskAll all : commit.tasksForAll()) {
            NavigableSet<GoldenId> ids = of(all.system(), all.type());
            goldens.eachLive(all.type(), ids::add);
        }
    }

    void forget(Collection<GoldenId> goldens) {
        byPlace.values().forEach(types -> types.values().forEach(ids -> ids.removeAll(goldens)));
    }

    List<PendingComparison> after(SystemName system, EntityType type, @Nullable GoldenId after, int limit) {
        NavigableSet<GoldenId> ids = known(system, type);
        SortedSet<GoldenId> rest = after == null ? ids : ids.tailSet(after, false);
        return rest.stream()
                .limit(limit)
                .map(id -> new PendingComparison(system, type, id))
                .toList();
    }

    long count(SystemName system, EntityType type) {
        return known(system, type).size();
    }

    private NavigableSet<GoldenId> of(SystemName system, EntityType type) {
        return byPlace.computeIfAbsent(system, first -> new HashMap<>())
                .computeIfAbsent(type, first -> new TreeSet<>());
    }

    private NavigableSet<GoldenId> known(SystemName system, EntityType type) {
        NavigableSet<GoldenId> ids = byPlace.getOrDefault(system, Map.of()).get(type);
        return ids == null ? new TreeSet<>() : ids;
    }
}

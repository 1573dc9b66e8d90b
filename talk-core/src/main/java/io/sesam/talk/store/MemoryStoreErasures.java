package io.sesam.talk.store;

import io.sesam.talk.model.RecordRef;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Suppression list and open erasures of a {@link MemoryStore}. */
final class MemoryStoreErasures {
    private final Set<String> fingerprints = new HashSet<>();
    private final Map<RecordRef, Erasure> open = new HashMap<>();

    void take(Commit commit) {
        fingerprints.removeAll(commit.readmitted());
        fingerprints.addAll(commit.erased());
        open.keySet().removeAll(commit.erasuresSettled());
        commit.erasures().forEach(erasure -> open.put(erasure.record(), erasure));
    }

    Set<String> among(Collection<String> asked) {
        Set<String> found = new HashSet<>(asked);
        found.retainAll(fingerprints);
        return found;
    }

    List<Erasure> open() {
        return open.values().stream()
                .sorted(Comparator.comparing(Erasure::since).thenComparing(Erasure::record))
                .toList();
    }
}

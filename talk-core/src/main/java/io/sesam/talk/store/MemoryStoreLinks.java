package io.sesam.talk.store;

import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Links of a {@link MemoryStore}, found by either end. Guarded by its lock. */
final class MemoryStoreLinks {
    private final Map<RecordRef, Set<Link>> byEnd = new HashMap<>();

    void change(Collection<Link> removed, Collection<Link> added) {
        for (Link link : removed) {
            remove(link.first(), link);
            remove(link.second(), link);
        }
        for (Link link : added) {
            add(link.first(), link);
            add(link.second(), link);
        }
    }

    List<Link> of(Collection<RecordRef> refs) {
        Set<Link> found = new LinkedHashSet<>();
        refs.forEach(ref -> found.addAll(byEnd.getOrDefault(ref, Set.of())));
        return List.copyOf(found);
    }

    private void add(RecordRef end, Link link) {
        byEnd.computeIfAbsent(end, first -> new HashSet<>(4)).add(link);
    }

    private void remove(RecordRef end, Link link) {
        byEnd.computeIfPresent(end, (same, links) -> {
            links.remove(link);
            return links.isEmpty() ? null : links;
        });
    }
}

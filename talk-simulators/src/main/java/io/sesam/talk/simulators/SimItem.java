package io.sesam.talk.simulators;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A record of a simulated CRM with its history. The history is needed for an index that lags. */
final class SimItem {
    final String id;
    final Instant created;
    final Map<String, String> properties = new TreeMap<>();
    final TreeSet<String> mergedIds = new TreeSet<>();
    Instant modified;

    @Nullable
    Instant archived;

    private final List<Version> versions = new ArrayList<>();

    private record Version(Instant since, Map<String, String> properties) {}

    SimItem(String id, Instant now) {
        this.id = id;
        this.created = now;
        this.modified = now;
    }

    boolean isArchived() {
        return archived != null;
    }

    /** Sets properties; an empty text clears. */
    void set(Map<String, String> changes, Instant now) {
        changes.forEach((name, value) -> {
            if (value.isEmpty()) {
                properties.remove(name);
            } else {
                properties.put(name, value);
            }
        });
        touch(now);
    }

    void touch(Instant now) {
        modified = now;
        versions.add(new Version(now, Map.copyOf(properties)));
    }

    /** Returns the indexed values as of a time. Empty when the index does not have the record yet. */
    Optional<Map<String, String>> indexed(Instant visible) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (!versions.get(i).since().isAfter(visible)) {
                return Optional.of(versions.get(i).properties());
            }
        }
        return Optional.empty();
    }

    /** Returns the modification time of the indexed values. */
    Instant indexedAt(Instant visible) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (!versions.get(i).since().isAfter(visible)) {
                return versions.get(i).since();
            }
        }
        return Instant.MIN;
    }
}

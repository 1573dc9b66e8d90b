package io.sesam.talk.engine.config;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.Hint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Webhook hints waiting to be read again, without duplicates (R29).
 *
 * <p>Safe for use by several threads. Hints are lost at a restart and above a limit: incremental reading finds
 * those changes, only later.
 */
public final class WebhookInbox {
    /** The greatest number of hints per system. */
    static final int LIMIT = 10_000;

    private final Map<SystemName, Set<Hint>> waiting = new HashMap<>();

    /** Creates an empty inbox. */
    public WebhookInbox() {}

    /** Adds hints; returns how many were new. */
    public synchronized int add(SystemName system, Collection<Hint> hints) {
        Set<Hint> known = waiting.computeIfAbsent(system, name -> new HashSet<>());
        int before = known.size();
        for (Hint hint : hints) {
            if (known.size() < LIMIT) {
                known.add(hint);
            }
        }
        return known.size() - before;
    }

    /** Removes the hints about records, for an erasure. */
    public synchronized void forget(Collection<RecordRef> records) {
        records.forEach(record ->
                waiting.getOrDefault(record.system(), new HashSet<>()).remove(new Hint(record.type(), record.id())));
    }

    /** Removes and returns the ids of a type. */
    public synchronized List<String> take(SystemName system, EntityType type) {
        Set<Hint> known = waiting.getOrDefault(system, Set.of());
        List<Hint> taken =
                known.stream().filter(hint -> hint.type().equals(type)).toList();
        taken.forEach(known::remove);
        List<String> ids = new ArrayList<>();
        taken.forEach(hint -> ids.add(hint.id()));
        ids.sort(null);
        return ids;
    }
}

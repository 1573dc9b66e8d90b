package io.sesam.talk.engine.run;

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
 * Records that systems have said something about by themselves, each once, until they are read again (R29).
 *
 * <p>Any thread may bring hints, at any time. They are not kept over a restart and, past a limit, not kept at all: reading
 * on finds what they were about, only later.
 */
public final class WebhookInbox {
    /** How many are kept for one system. */
    static final int LIMIT = 10_000;

    private final Map<SystemName, Set<Hint>> waiting = new HashMap<>();

    /** None are waiting. */
    public WebhookInbox() {}

    /** Takes hints; answers how many of them are news. */
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

    /** These do not wait any more: nothing is left of them. */
    public synchronized void forget(Collection<RecordRef> records) {
        records.forEach(record ->
                waiting.getOrDefault(record.system(), new HashSet<>()).remove(new Hint(record.type(), record.id())));
    }

    /** The ids of a type that wait to be read again; from now on they do not wait any more. */
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

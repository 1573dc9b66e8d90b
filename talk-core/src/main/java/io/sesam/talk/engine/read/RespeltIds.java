package io.sesam.talk.engine.read;

import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.IdSpellings;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recognition of respelt ids while a listing is read (R42).
 *
 * <p>What is known of a record must be known when it is read under its new id, or a value that its people have cleared
 * would count as never given. What is missed here is found by the sweep at the end of the listing.
 */
final class RespeltIds {
    /** Of larger types, the sweep alone follows respelt ids: the ids must fit in memory. */
    private static final long LIMIT = 100_000;

    private final SystemName system;
    private final TypeSpec spec;
    private final RunContext run;
    private final Store store;
    private final Optional<Lookup> lookup;
    private @Nullable Map<String, String> known;

    RespeltIds(SystemName system, TypeSpec spec, Optional<Lookup> lookup, RunContext run) {
        this.system = system;
        this.spec = spec;
        this.lookup = lookup;
        this.run = run;
        this.store = run.state().store();
    }

    /**
     * Finds records whose ids are respelt on a page: most ids there are new, and the contents prove it.
     *
     * @return per former id the new one
     */
    Map<String, String> followed(Collection<? extends Change> changes) {
        Map<String, Fields> shown = new HashMap<>();
        for (Change change : changes) {
            if (change instanceof RecordSnapshot snapshot) {
                shown.put(snapshot.id(), Normalizer.normalize(snapshot.fields()));
            }
        }
        Map<String, Fields> appeared = new HashMap<>(shown);
        records(shown.keySet()).forEach(record -> appeared.remove(record.ref().id()));
        if (lookup.isEmpty() || appeared.isEmpty() || appeared.size() * 2 < shown.size()) {
            return Map.of();
        }
        Map<String, String> ids = known();
        Set<String> former = appeared.keySet().stream()
                .flatMap(id -> Optional.ofNullable(ids.get(IdSpellings.plain(id))).stream())
                .collect(Collectors.toSet());
        Map<String, Fields> vanished = new HashMap<>();
        records(former)
                .forEach(record -> vanished.put(
                        record.ref().id(), Normalizer.normalize(record.record().rawValues())));
        Map<String, String> followed = IdSpellings.followed(vanished, appeared);
        return followed.isEmpty() ? followed : withoutThoseThatAreThere(followed);
    }

    private List<StoredRecord> records(Collection<String> ids) {
        return store.records(
                ids.stream().map(id -> new RecordRef(system, spec.type(), id)).toList());
    }

    private Map<String, String> withoutThoseThatAreThere(Map<String, String> followed) {
        Map<String, String> proven = new HashMap<>();
        run.read(() -> lookup.orElseThrow().byId(followed.keySet())).forEach((id, found) -> {
            if (found instanceof Lookup.Found.Missing) {
                proven.put(id, followed.get(id));
            }
        });
        return proven;
    }

    /** Returns the ids of the stored records by their plain form, without those that share one. */
    private Map<String, String> known() {
        Map<String, String> ids = known;
        if (ids == null) {
            ids = store.liveRecords(system, spec.type()) > LIMIT ? Map.of() : load();
            known = ids;
        }
        return ids;
    }

    private Map<String, String> load() {
        Map<String, String> ids = new HashMap<>();
        Set<String> shared = new HashSet<>();
        String after = null;
        List<StoredRecord> page = store.recordsAfter(system, spec.type(), after, spec.readLimit());
        while (!page.isEmpty()) {
            run.cancellation().check();
            for (StoredRecord record : page) {
                String id = record.ref().id();
                if (record.isLive() && ids.putIfAbsent(IdSpellings.plain(id), id) != null) {
                    shared.add(IdSpellings.plain(id));
                }
            }
            after = page.get(page.size() - 1).ref().id();
            page = store.recordsAfter(system, spec.type(), after, spec.readLimit());
        }
        ids.keySet().removeAll(shared);
        return ids;
    }
}

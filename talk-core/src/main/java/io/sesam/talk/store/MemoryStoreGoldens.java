package io.sesam.talk.store;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.SearchText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Golden records of a {@link MemoryStore}, by id and last change. Guarded by its lock. */
final class MemoryStoreGoldens {
    private final Map<GoldenId, StoredGolden> byId = new HashMap<>();
    private final NavigableMap<Long, StoredGolden> bySequence = new TreeMap<>();
    private final Map<EntityType, Long> live = new HashMap<>();
    /** The words of each type, and the ids; made by its first search, because many hosts never search. */
    private final Map<EntityType, NavigableSet<SearchScan.Entry>> words = new ConcurrentHashMap<>();

    /** Refuses a sequence that another golden record has. */
    void check(List<StoredGolden> goldens) {
        Set<Long> sequences = new HashSet<>();
        for (StoredGolden golden : goldens) {
            StoredGolden holder = bySequence.get(golden.sequence());
            boolean taken = holder != null && !holder.id().equals(golden.id());
            if (!sequences.add(golden.sequence()) || taken) {
                throw new TalkException(
                        ErrorCode.BUG,
                        "two golden records have the sequence " + golden.sequence() + "; nothing was committed");
            }
        }
    }

    void put(List<StoredGolden> goldens) {
        for (StoredGolden golden : goldens) {
            StoredGolden old = byId.put(golden.id(), golden);
            if (old != null) {
                bySequence.remove(old.sequence());
                count(old, -1);
            }
            bySequence.put(golden.sequence(), golden);
            count(golden, 1);
            if (old != null && !old.removed()) {
                index(old, NavigableSet::remove);
            }
            if (!golden.removed()) {
                index(golden, NavigableSet::add);
            }
        }
    }

    private void count(StoredGolden golden, long one) {
        if (!golden.removed()) {
            live.merge(golden.values().schema().type(), one, Long::sum);
        }
    }

    List<StoredGolden> find(Collection<GoldenId> ids) {
        List<StoredGolden> found = new ArrayList<>(ids.size());
        for (GoldenId id : Set.copyOf(ids)) {
            StoredGolden golden = byId.get(id);
            if (golden != null) {
                found.add(golden);
            }
        }
        return found;
    }

    private void index(StoredGolden golden, BiConsumer<NavigableSet<SearchScan.Entry>, SearchScan.Entry> change) {
        NavigableSet<SearchScan.Entry> entries =
                words.get(golden.values().schema().type());
        if (entries != null) {
            change.accept(entries, new SearchScan.Entry("", golden.id()));
            SearchText.rotations(SearchText.words(golden.values()))
                    .forEach(text -> change.accept(entries, new SearchScan.Entry(text, golden.id())));
        }
    }

    private NavigableSet<SearchScan.Entry> words(EntityType type) {
        synchronized (words) {
            NavigableSet<SearchScan.Entry> known = words.get(type);
            if (known == null) {
                known = new TreeSet<>(SearchScan.ORDER);
                words.put(type, known);
                byId.values().stream()
                        .filter(golden -> !golden.removed()
                                && golden.values().schema().type().equals(type))
                        .forEach(golden -> index(golden, NavigableSet::add));
            }
            return known;
        }
    }

    GoldenHits search(GoldenSearch search) {
        String beginning = search.words().isEmpty() ? "" : SearchText.longest(search.words());
        SearchScan.Entry from = search.after() == null
                ? new SearchScan.Entry(beginning, new GoldenId(""))
                : SearchScan.Entry.at(search.after());
        List<SearchScan.Entry> found = new ArrayList<>();
        for (SearchScan.Entry entry : words(search.type()).tailSet(from, false)) {
            if (beginning.isEmpty() ? !entry.text().isEmpty() : !entry.text().startsWith(beginning)) {
                break;
            }
            StoredGolden golden = byId.get(entry.golden());
            if (golden != null && SearchScan.isShown(entry, golden, search)) {
                found.add(entry);
                if (found.size() > search.limit()) {
                    break;
                }
            }
        }
        return SearchScan.hits(found, search.limit());
    }

    List<StoredGolden> after(long sequence, int limit) {
        return bySequence.tailMap(sequence, false).values().stream()
                .limit(limit)
                .toList();
    }

    long lastSequence() {
        return bySequence.isEmpty() ? 0 : bySequence.lastKey();
    }

    long count(EntityType type) {
        return live.getOrDefault(type, 0L);
    }

    void eachLive(EntityType type, Consumer<GoldenId> action) {
        for (StoredGolden golden : byId.values()) {
            if (!golden.removed() && golden.values().schema().type().equals(type)) {
                action.accept(golden.id());
            }
        }
    }
}

package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.config.Connection;
import io.sesam.talk.engine.config.EngineConfig;
import io.sesam.talk.engine.run.PastRuns;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.query.FoundRecord;
import io.sesam.talk.query.GoldenHits;
import io.sesam.talk.query.GoldenSearch;
import io.sesam.talk.query.RecordPage;
import io.sesam.talk.query.RecordQuery;
import io.sesam.talk.query.SearchText;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers a query page by page.
 *
 * <p>The rarest condition leads: what is parked, else what has changed, else the store's index; the other conditions are checked
 * on what it finds. For one page and one thread.
 */
public final class RecordSearch {
    private static final int CHUNK = 500;
    private static final int MOST_CHUNKS = 40;
    private static final int MOST_ASKED = 3;
    private static final int LONGEST_ID = 1_024;

    private final EngineConfig config;
    private final Store store;
    private final TypePolicy policy;
    private final RecordQuery query;
    private final EntityType type;
    private final List<String> words;
    private final GoldenSearch conditions;

    /** Prepares the answer to a query about the type of a policy. */
    public RecordSearch(EngineConfig config, TypePolicy policy, RecordQuery query) {
        this.config = config;
        this.store = config.store();
        this.policy = policy;
        this.query = query;
        this.type = query.type();
        this.words = SearchText.words(query.text());
        this.conditions =
                new GoldenSearch(type, words, query.in(), query.missingIn(), query.isDuplicates(), null, query.limit());
    }

    /** The ids of a page, and where the next one begins. */
    private record Slice(List<GoldenId> ids, Optional<String> next) {}

    /** The page that the query asks for. */
    public RecordPage page() {
        Position position = query.after().map(Position::parse).orElse(Position.BEGIN);
        Set<GoldenId> named = named();
        Slice slice;
        if (query.isParked()) {
            slice = parked(position.parked(), named);
        } else if (query.changedSince().isPresent()) {
            slice = changed(position, named);
        } else {
            slice = indexed(position, named);
        }
        return new FoundRecords(found(slice.ids()), slice.next());
    }

    /** A position: how far what leads has come. */
    private record Position(String text) {
        static final Position BEGIN = new Position("");

        static Position parse(String text) {
            return new Position(text);
        }

        /** The position after something parked; ids of records come last, because they may hold spaces. */
        static String of(Parked parked) {
            return String.join(
                    " ",
                    parked.since().toString(),
                    parked.system().value(),
                    parked.type().name(),
                    parked.golden().value(),
                    Objects.requireNonNullElse(parked.recordId(), ""));
        }

        /** The last one parked that was looked at, without its reason; {@code null} for the first page. */
        @Nullable
        Parked parked() {
            if (text.isEmpty()) {
                return null;
            }
            String[] parts = text.split(" ", 5);
            try {
                return Parked.builder()
                        .since(Instant.parse(parts[0]))
                        .system(new SystemName(parts[1]))
                        .type(new EntityType(parts[2]))
                        .golden(new GoldenId(parts[3]))
                        .recordId(parts[4].isEmpty() ? null : parts[4])
                        .reason("")
                        .fingerprint("")
                        .build();
            } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException("the position is of another query", e);
            }
        }

        long number() {
            try {
                return text.isEmpty() ? 0 : Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("the position is of another query", e);
            }
        }
    }

    /** Those that the whole text names: by their id, by that of a record, by a match key. */
    private Set<GoldenId> named() {
        Set<GoldenId> ids = new LinkedHashSet<>();
        String text = query.text().strip();
        if (!text.isEmpty() && text.length() <= LONGEST_ID) {
            ids.add(new GoldenId(text));
            List<RecordRef> refs = new ArrayList<>();
            config.connections().forEach(connection -> refs.add(new RecordRef(connection.name(), type, text)));
            for (StoredRecord record : store.records(refs)) {
                addIfLive(record, ids);
            }
            for (StoredRecord record : new GoldenReader(store, policy).withKey(text, query.limit())) {
                addIfLive(record, ids);
            }
        }
        Set<GoldenId> named = new LinkedHashSet<>();
        for (StoredGolden golden : store.goldens(ids)) {
            if (isOfType(golden) && conditions.accepts(golden.systems())) {
                named.add(golden.id());
            }
        }
        ids.retainAll(named);
        return ids;
    }

    private static void addIfLive(StoredRecord record, Set<GoldenId> ids) {
        GoldenId golden = record.golden();
        if (golden != null && record.isLive()) {
            ids.add(golden);
        }
    }

    private boolean isOfType(StoredGolden golden) {
        return !golden.removed() && golden.values().schema().type().equals(type);
    }

    private boolean isFound(StoredGolden golden, Set<GoldenId> named) {
        return isOfType(golden)
                && conditions.accepts(golden.systems())
                && (query.text().isBlank()
                        || named.contains(golden.id())
                        || !words.isEmpty()
                                && SearchText.matches(String.join(" ", SearchText.words(golden.values())), words));
    }

    private Slice indexed(Position position, Set<GoldenId> named) {
        boolean isFirst = position.text().isEmpty();
        List<GoldenId> ids = new ArrayList<>(isFirst ? named : Set.of());
        if (words.isEmpty() && !query.text().isBlank()) {
            return new Slice(ids, Optional.empty());
        }
        String after = isFirst ? null : position.text();
        Optional<String> next;
        int asked = 0;
        do {
            GoldenHits hits = store.search(new GoldenSearch(
                    type, words, query.in(), query.missingIn(), query.isDuplicates(), after, query.limit()));
            hits.goldens().stream().filter(id -> !named.contains(id)).forEach(ids::add);
            next = hits.next();
            after = next.orElse(null);
        } while (ids.isEmpty() && after != null && ++asked < MOST_ASKED);
        return new Slice(ids, next);
    }

    private Slice changed(Position position, Set<GoldenId> named) {
        long after = position.text().isEmpty()
                ? query.changedSince()
                        .map(time -> PastRuns.sequenceAt(store, time))
                        .orElse(0L)
                : position.number();
        List<GoldenId> ids = new ArrayList<>();
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            List<StoredGolden> page = store.goldensAfter(after, CHUNK);
            for (StoredGolden golden : page) {
                after = golden.sequence();
                if (isFound(golden, named)) {
                    ids.add(golden.id());
                }
                if (ids.size() == query.limit()) {
                    return new Slice(ids, Optional.of(Long.toString(after)));
                }
            }
            if (page.size() < CHUNK) {
                return new Slice(ids, Optional.empty());
            }
        }
        return new Slice(ids, Optional.of(Long.toString(after)));
    }

    private Slice parked(@Nullable Parked after, Set<GoldenId> named) {
        Parked last = after;
        List<GoldenId> ids = new ArrayList<>();
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            List<Parked> page = store.parked(last, CHUNK);
            List<GoldenId> goldens = page.stream()
                    .filter(parked -> parked.type().equals(type))
                    .map(Parked::golden)
                    .distinct()
                    .toList();
            Map<GoldenId, StoredGolden> found = new HashMap<>();
            store.goldens(goldens).stream()
                    .filter(golden -> isFound(golden, named))
                    .forEach(golden -> found.put(golden.id(), golden));
            Map<GoldenId, List<Parked>> all = parkedOf(found.keySet());
            for (Parked parked : page) {
                last = parked;
                List<Parked> others = all.getOrDefault(parked.golden(), List.of());
                if (parked.type().equals(type)
                        && found.containsKey(parked.golden())
                        && others.stream().noneMatch(other -> Parked.OLDEST_FIRST.compare(other, parked) < 0)) {
                    ids.add(parked.golden());
                }
                if (ids.size() == query.limit()) {
                    return new Slice(ids, Optional.of(Position.of(parked)));
                }
            }
            if (page.size() < CHUNK) {
                return new Slice(ids, Optional.empty());
            }
        }
        return new Slice(ids, Optional.ofNullable(last).map(Position::of));
    }

    private Map<GoldenId, List<Parked>> parkedOf(Collection<GoldenId> ids) {
        Map<GoldenId, List<Parked>> parked = new HashMap<>();
        if (!ids.isEmpty()) {
            for (Connection connection : config.connections()) {
                store.parked(connection.name(), type, ids)
                        .forEach(entry -> parked.computeIfAbsent(entry.golden(), id -> new ArrayList<>())
                                .add(entry));
            }
        }
        return parked;
    }

    /** What is shown of golden records; those that were removed meanwhile are left out. */
    private List<FoundRecord> found(List<GoldenId> ids) {
        Map<GoldenId, Long> sequences = new HashMap<>();
        store.goldens(ids).forEach(golden -> sequences.put(golden.id(), golden.sequence()));
        Map<GoldenId, List<Parked>> parked = parkedOf(ids);
        Map<GoldenId, FoundRecord> found = new LinkedHashMap<>();
        for (GoldenRecord golden : new GoldenReader(store, policy).byIds(ids)) {
            Map<SystemName, Integer> systems = new TreeMap<>();
            golden.members().forEach(member -> systems.merge(member.ref().system(), 1, Integer::sum));
            found.put(
                    golden.id(),
                    new FoundRecords.Found(
                            golden,
                            systems,
                            parked.getOrDefault(golden.id(), List.of()).size(),
                            sequences.getOrDefault(golden.id(), 0L)));
        }
        return List.copyOf(found.values());
    }
}

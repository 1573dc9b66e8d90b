package io.sesam.talk.engine.event;

import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.event.GoldenEvent;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads changes of golden records from the store, in the order of their sequence, as sinks do. */
final class GoldenFeed {
    private static final int PAGE = 200;

    private final Store store;
    private final Map<EntityType, TypePolicy> policies;

    GoldenFeed(Store store, Map<EntityType, TypePolicy> policies) {
        this.store = store;
        this.policies = policies;
    }

    /** Values of a {@link GoldenEvent}. */
    private record Event(
            Kind kind,
            GoldenId id,
            EntityType type,
            long sequence,
            Optional<GoldenRecord> golden,
            Optional<GoldenId> other)
            implements GoldenEvent {
        /** Names the change, without values. */
        @Override
        public String toString() {
            return kind + " " + type + " " + id + " " + sequence;
        }
    }

    /**
     * A page of the changes after a sequence.
     *
     * @param delivered the last change that was delivered to the listener
     * @param until the last change to deliver
     * @param base what was made after this change may be new to the listener
     */
    List<GoldenEvent> after(long delivered, long until, long base) {
        List<StoredGolden> page = store.goldensAfter(delivered, PAGE).stream()
                .filter(golden -> golden.sequence() <= until)
                .toList();
        Map<GoldenId, GoldenRecord> merged = merged(page);
        Set<GoldenId> present = present(page);
        List<GoldenEvent> events = new ArrayList<>();
        for (StoredGolden golden : page) {
            Optional<GoldenRecord> record = Optional.ofNullable(merged.get(golden.id()));
            GoldenEvent.Kind kind = kind(golden, record.isPresent(), base, present);
            events.add(new Event(
                    kind,
                    golden.id(),
                    golden.values().schema().type(),
                    golden.sequence(),
                    record,
                    kind == GoldenEvent.Kind.JOINED || kind == GoldenEvent.Kind.SPLIT
                            ? Optional.ofNullable(golden.other())
                            : Optional.empty()));
        }
        return events;
    }

    private static GoldenEvent.Kind kind(StoredGolden golden, boolean isThere, long base, Set<GoldenId> present) {
        if (golden.removed() || !isThere) {
            if (golden.other() != null && golden.removed()) {
                return GoldenEvent.Kind.JOINED;
            }
            return golden.removed() && isEmpty(golden.values()) ? GoldenEvent.Kind.ERASED : GoldenEvent.Kind.DELETED;
        }
        if (golden.founded() <= base) {
            return GoldenEvent.Kind.CHANGED;
        }
        return golden.other() != null && present.contains(golden.other())
                ? GoldenEvent.Kind.SPLIT
                : GoldenEvent.Kind.CREATED;
    }

    /** Those golden records that others were split off, and that still exist. */
    private Set<GoldenId> present(List<StoredGolden> page) {
        Set<GoldenId> others = new HashSet<>();
        for (StoredGolden golden : page) {
            GoldenId other = golden.other();
            if (!golden.removed() && other != null) {
                others.add(other);
            }
        }
        return store.goldens(others).stream()
                .filter(golden -> !golden.removed())
                .map(StoredGolden::id)
                .collect(Collectors.toSet());
    }

    private Map<GoldenId, GoldenRecord> merged(List<StoredGolden> page) {
        List<GoldenId> present = page.stream()
                .filter(golden -> !golden.removed())
                .map(StoredGolden::id)
                .toList();
        Map<EntityType, List<StoredRecord>> byType = store.members(present).stream()
                .filter(StoredRecord::isLive)
                .collect(Collectors.groupingBy(member -> member.ref().type()));
        Map<GoldenId, GoldenRecord> merged = new HashMap<>();
        byType.forEach((type, records) -> {
            TypePolicy policy = policies.get(type);
            if (policy != null) {
                Map<GoldenId, List<SourceRecord>> members = new HashMap<>();
                References.of(store, policy.schema())
                        .normalize(records)
                        .forEach(member -> members.computeIfAbsent(member.golden(), id -> new ArrayList<>())
                                .add(member.record()));
                members.forEach((id, own) -> {
                    own.sort(SourceRecord.OLDEST_FIRST);
                    merged.put(id, policy.survivorship().merge(id, own.toArray(SourceRecord[]::new)));
                });
            }
        });
        return merged;
    }

    /** Checks for no value: of an erased golden record none is stored, of a deleted one its last ones are. */
    private static boolean isEmpty(Fields values) {
        for (int i = 0; i < values.schema().size(); i++) {
            if (values.slot(i) != null) {
                return false;
            }
        }
        return true;
    }
}

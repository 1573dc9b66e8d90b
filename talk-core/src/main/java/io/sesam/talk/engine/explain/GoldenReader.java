package io.sesam.talk.engine.explain;

import io.sesam.talk.engine.resolve.References;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads golden records of one type from the store, merged with their provenance. Any thread may use it. */
public final class GoldenReader {
    private static final int PAGE = 500;

    private final Store store;
    private final TypePolicy policy;

    /** Reads golden records of the type of a policy. */
    public GoldenReader(Store store, TypePolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    /** A page of golden records in the order of their last change, and the position after it. */
    public record Slice(List<GoldenRecord> goldens, long last, boolean isLast) {}

    /** Golden records of some ids, in the order of the ids; without unknown and removed ones. */
    public List<GoldenRecord> byIds(Collection<GoldenId> ids) {
        Map<GoldenId, List<SourceRecord>> members = new LinkedHashMap<>();
        ids.forEach(id -> members.put(id, new ArrayList<>()));
        List<StoredRecord> stored = store.members(ids).stream()
                .filter(member -> member.ref().type().equals(policy.type()))
                .toList();
        for (StoredRecord member : References.of(store, policy.schema()).normalize(stored)) {
            if (member.isLive()) {
                members.getOrDefault(member.golden(), new ArrayList<>()).add(member.record());
            }
        }
        List<GoldenRecord> goldens = new ArrayList<>();
        members.forEach((id, records) -> {
            if (!records.isEmpty()) {
                records.sort(SourceRecord.OLDEST_FIRST);
                goldens.add(policy.survivorship().merge(id, records.toArray(SourceRecord[]::new)));
            }
        });
        return goldens;
    }

    /** Golden records with a match key, compared as the match rules of one property compare it. */
    public List<GoldenRecord> byKey(String text) {
        Set<GoldenId> ids = new LinkedHashSet<>();
        for (StoredRecord record : withKey(text, PAGE)) {
            GoldenId golden = record.golden();
            if (golden != null && record.isLive()) {
                ids.add(golden);
            }
        }
        return byIds(ids);
    }

    /** Live records with a match key, at most a number of them for each rule. */
    List<StoredRecord> withKey(String text, int limit) {
        return store.withKeys(policy.type(), keys(text), limit);
    }

    private Set<MatchKey> keys(String text) {
        Set<MatchKey> keys = new LinkedHashSet<>();
        RecordRef none = RecordRef.of("none", policy.type(), "none");
        for (MatchRule rule : policy.rules().rules()) {
            if (rule.properties().size() == 1) {
                Fields rawValues = Fields.builder(policy.schema())
                        .text(rule.properties().get(0), text)
                        .build();
                keys.addAll(policy.keys(
                        Normalizer.normalize(SourceRecord.of(none, rawValues)).values()));
            }
        }
        return keys;
    }

    /** A page of the golden records that changed after a position. */
    public Slice after(long position, int limit) {
        EntityType type = policy.type();
        List<GoldenId> ids = new ArrayList<>();
        long last = position;
        while (ids.size() < limit) {
            List<StoredGolden> page = store.goldensAfter(last, Math.max(limit, PAGE));
            for (StoredGolden golden : page) {
                if (ids.size() == limit) {
                    return new Slice(byIds(ids), last, false);
                }
                last = golden.sequence();
                if (!golden.removed() && golden.values().schema().type().equals(type)) {
                    ids.add(golden.id());
                }
            }
            if (page.size() < Math.max(limit, PAGE)) {
                return new Slice(byIds(ids), last, true);
            }
        }
        return new Slice(byIds(ids), last, false);
    }
}

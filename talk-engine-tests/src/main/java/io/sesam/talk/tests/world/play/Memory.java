package io.sesam.talk.tests.world.play;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import io.sesam.talk.tests.world.cloud.Cloud;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The final contents of the engine's store. */
final class Memory {
    final Map<RecordRef, StoredRecord> records = new LinkedHashMap<>();
    final Map<GoldenId, List<StoredRecord>> members = new LinkedHashMap<>();
    final Map<GoldenId, GoldenRecord> goldens = new LinkedHashMap<>();
    final Map<GoldenId, StoredGolden> stored = new LinkedHashMap<>();
    final Set<Link> links = new LinkedHashSet<>();
    final Map<Parked.Key, Parked> parked = new HashMap<>();
    final Map<String, List<AuditEntry>> journal = new LinkedHashMap<>();
    final TypePolicy policy;

    Memory(Play play) {
        Store store = play.store();
        SystemName[] trust = play.systems().stream()
                .map(cloud -> new SystemName(cloud.name()))
                .toArray(SystemName[]::new);
        this.policy = TypePolicy.defaults(Cloud.SCHEMA, trust);
        for (SystemName system : trust) {
            store.recordsAfter(system, EntityType.PERSON, null, Integer.MAX_VALUE)
                    .forEach(this::add);
        }
        links.addAll(store.links(records.keySet()));
        store.goldensAfter(0, Integer.MAX_VALUE).forEach(golden -> stored.put(golden.id(), golden));
        members.forEach(this::merge);
        store.parked(null, Integer.MAX_VALUE).forEach(entry -> parked.put(entry.key(), entry));
        store.audit(0, Integer.MAX_VALUE)
                .forEach(entry -> journal.computeIfAbsent(entry.operation(), first -> new ArrayList<>())
                        .add(entry));
    }

    private void add(StoredRecord stored) {
        StoredRecord record = stored.withRecord(Normalizer.normalize(stored.record()));
        records.put(record.ref(), record);
        GoldenId golden = record.golden();
        if (golden != null) {
            members.computeIfAbsent(golden, first -> new ArrayList<>()).add(record);
        }
    }

    private void merge(GoldenId id, List<StoredRecord> cluster) {
        SourceRecord[] live = cluster.stream()
                .filter(StoredRecord::isLive)
                .map(StoredRecord::record)
                .sorted(SourceRecord.OLDEST_FIRST)
                .toArray(SourceRecord[]::new);
        if (live.length > 0) {
            goldens.put(id, policy.survivorship().merge(id, live));
        }
    }

    /** Returns the live records of a cluster in one system. */
    List<StoredRecord> liveIn(GoldenId golden, String system) {
        return members.getOrDefault(golden, List.of()).stream()
                .filter(member ->
                        member.isLive() && member.ref().system().value().equals(system))
                .toList();
    }
}

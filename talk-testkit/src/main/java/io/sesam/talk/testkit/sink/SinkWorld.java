package io.sesam.talk.testkit.sink;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.sink.SinkChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A simulated world of changing golden records. Its source records are added, changed, deleted, merged and split.
 *
 * <p>Without matching: a seeded random source decides which records belong together.
 */
final class SinkWorld {
    private static final List<String> SYSTEMS = List.of("crm", "accounting", "staff-list");

    private final Random random;
    private final GoldenSamples samples;
    private final List<Schema> schemas;
    private final List<List<SourceRecord>> clusters = new ArrayList<>();
    private final List<RecordRef> gone = new ArrayList<>();
    private final Map<GoldenId, SinkChange> latest = new LinkedHashMap<>();
    private int made;
    private long sequence;

    SinkWorld(long seed, List<Schema> schemas) {
        this.random = new Random(seed);
        this.samples = new GoldenSamples(random);
        this.schemas = schemas;
    }

    /** Simulates one commit. Its changes are in any order. */
    List<SinkChange> step() {
        int choice = clusters.size() < 4 ? 0 : random.nextInt(12);
        return switch (choice) {
            case 0, 1, 2 -> create();
            case 3, 4, 5 -> edit();
            case 6 -> delete();
            case 7, 8 -> join();
            case 9, 10 -> split();
            default -> move();
        };
    }

    /** Returns the latest change of all existing golden records. */
    List<SinkChange> now() {
        return latest.values().stream()
                .filter(change -> change.golden().isPresent())
                .toList();
    }

    long sequence() {
        return sequence;
    }

    private List<SinkChange> create() {
        RecordRef ref = !gone.isEmpty() && random.nextBoolean() ? gone.remove(random.nextInt(gone.size())) : fresh();
        List<SourceRecord> alone = List.of(samples.record(ref, schema(ref.type())));
        return replaced(List.of(), List.of(alone));
    }

    private List<SinkChange> edit() {
        List<SourceRecord> cluster = any();
        List<SourceRecord> edited = new ArrayList<>(cluster);
        edited.replaceAll(record -> random.nextBoolean()
                ? samples.record(record.ref(), record.rawValues().schema())
                : record);
        return replaced(List.of(cluster), List.of(edited));
    }

    private List<SinkChange> delete() {
        List<SourceRecord> cluster = any();
        List<SourceRecord> rest = new ArrayList<>(cluster);
        gone.add(rest.remove(random.nextInt(rest.size())).ref());
        return replaced(List.of(cluster), List.of(rest));
    }

    private List<SinkChange> join() {
        List<SourceRecord> one = any();
        List<SourceRecord> other = another(one);
        if (one == other) {
            return edit();
        }
        List<SourceRecord> both = new ArrayList<>(one);
        both.addAll(other);
        return replaced(List.of(one, other), List.of(both));
    }

    private List<SinkChange> split() {
        List<SourceRecord> cluster = any();
        int cut = random.nextInt(cluster.size());
        return replaced(List.of(cluster), List.of(cluster.subList(0, cut), cluster.subList(cut, cluster.size())));
    }

    private List<SinkChange> move() {
        List<SourceRecord> from = any();
        List<SourceRecord> to = another(from);
        if (from == to) {
            return edit();
        }
        List<SourceRecord> less = new ArrayList<>(from);
        List<SourceRecord> more = new ArrayList<>(to);
        more.add(less.remove(random.nextInt(less.size())));
        return replaced(List.of(from, to), List.of(less, more));
    }

    private List<SinkChange> replaced(List<List<SourceRecord>> before, List<List<SourceRecord>> after) {
        Map<GoldenId, GoldenRecord> now = new TreeMap<>();
        Set<GoldenId> touched = new LinkedHashSet<>();
        EntityType type =
                (before.isEmpty() ? after : before).get(0).get(0).ref().type();
        before.forEach(cluster -> touched.add(GoldenSamples.golden(cluster).id()));
        clusters.removeIf(cluster -> before.stream().anyMatch(old -> old == cluster));
        for (List<SourceRecord> cluster : after) {
            if (!cluster.isEmpty()) {
                clusters.add(List.copyOf(cluster));
                GoldenRecord golden = GoldenSamples.golden(cluster);
                now.put(golden.id(), golden);
                touched.add(golden.id());
            }
        }
        return changesOf(type, touched, now);
    }

    private List<SinkChange> changesOf(EntityType type, Set<GoldenId> touched, Map<GoldenId, GoldenRecord> now) {
        List<GoldenId> order = new ArrayList<>(touched);
        Collections.shuffle(order, random);
        List<SinkChange> changes = new ArrayList<>();
        for (GoldenId id : order) {
            GoldenRecord golden = now.get(id);
            sequence++;
            SinkChange change =
                    golden == null ? SinkChange.removed(id, type, sequence) : SinkChange.upserted(golden, sequence);
            latest.put(id, change);
            changes.add(change);
        }
        return changes;
    }

    private RecordRef fresh() {
        EntityType type = schemas.get(random.nextInt(schemas.size())).type();
        made++;
        return RecordRef.of(SYSTEMS.get(random.nextInt(SYSTEMS.size())), type, samples.recordId(made));
    }

    private List<SourceRecord> any() {
        return clusters.get(random.nextInt(clusters.size()));
    }

    /** Returns another cluster of the same type. The same one when there is no other. */
    private List<SourceRecord> another(List<SourceRecord> one) {
        EntityType type = one.get(0).ref().type();
        List<List<SourceRecord>> others = clusters.stream()
                .filter(cluster -> cluster != one && cluster.get(0).ref().type().equals(type))
                .toList();
        return others.isEmpty() ? one : others.get(random.nextInt(others.size()));
    }

    private Schema schema(EntityType type) {
        return schemas.stream()
                .filter(schema -> schema.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}

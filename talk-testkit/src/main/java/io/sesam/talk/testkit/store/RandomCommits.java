package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.NOON;
import static io.sesam.talk.testkit.store.StoreSamples.PAYROLL;
import static io.sesam.talk.testkit.store.StoreSamples.email;
import static io.sesam.talk.testkit.store.StoreSamples.golden;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.query.GoldenSystems;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import io.sesam.talk.store.ReadState;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random commits over a very small world. From a seeded random source; the world is so small that changes often meet.
 */
final class RandomCommits {
    static final List<SystemName> SYSTEMS = List.of(CRM, PAYROLL);
    static final List<EntityType> TYPES = List.of(EntityType.PERSON, EntityType.ORGANISATION);
    static final List<String> IDS = List.of("1", "2", "10", "a", "A", "å", "\uff01", "😀");
    static final List<RecordRef> REFS = SYSTEMS.stream()
            .flatMap(system -> TYPES.stream().flatMap(type -> IDS.stream().map(id -> new RecordRef(system, type, id))))
            .toList();
    static final List<GoldenId> GOLDENS =
            IntStream.range(0, 9).mapToObj(i -> golden("g" + i)).toList();
    static final List<MatchKey> KEYS = List.of(email("a"), email("b"), email("c"), new MatchKey("name", "a"));

    static final List<String> FINGERPRINTS = List.of("f1", "f2", "f3");

    private final SplittableRandom random;
    private long sequence;
    private int operations;
    private Instant now = NOON;

    RandomCommits(long seed) {
        this.random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean flip() {
        return random.nextBoolean();
    }

    String id() {
        return one(IDS);
    }

    <T> List<T> some(List<T> all) {
        List<T> some = new ArrayList<>();
        all.stream().filter(each -> flip()).forEach(some::add);
        return some;
    }

    private <T> T one(List<T> all) {
        return all.get(below(all.size()));
    }

    /** Returns a commit with up to twelve changes. */
    Commit next() {
        Commit commit = new Commit();
        for (int i = below(12); i >= 0; i--) {
            now = now.plusMillis(1 + below(2_000));
            happen(commit);
        }
        return commit;
    }

    private void happen(Commit commit) {
        switch (below(15)) {
            case 0, 1, 2 -> commit.put(record());
            case 3, 4 -> commit.put(stored());
            case 5 -> link(commit);
            case 6 -> commit.put(readState());
            case 7 -> task(commit);
            case 8 -> park(commit);
            case 9 -> intend(commit);
            case 10 -> commit.add(entry());
            case 11 -> erase(commit);
            case 12 -> erasure(commit);
            case 13 -> commit.remove(StoreSamples.token("n" + below(3)));
            default ->
                commit.put(StoreSamples.token("n" + below(3)), StoreSamples.issued("text " + below(9)))
                        .put(new Commit.Listed(one(SYSTEMS), one(TYPES), below(4), some(IDS)));
        }
    }

    private StoredRecord record() {
        RecordRef ref = one(REFS);
        SourceRecord source =
                SourceRecord.remembered(ref, fields(ref.type()), below(9), SourceRecord.NEVER, below(9), null);
        Set<MatchKey> keys = new HashSet<>(some(KEYS));
        StoredRecord.Status status = below(3) == 0 ? StoredRecord.Status.GONE : StoredRecord.Status.LIVE;
        return new StoredRecord(
                source, status, flip() ? one(GOLDENS) : null, keys, flip(), flip() ? "v" + below(9) : null, below(4));
    }

    private Fields fields(EntityType type) {
        Schema schema = type.equals(EntityType.PERSON) ? StoreSamples.PERSON : StoreSamples.ORGANISATION;
        Fields.Builder fields = Fields.builder(schema);
        schema.properties().forEach(property -> {
            if (flip()) {
                fields.text(property.name(), flip() ? "" : "x" + below(3));
            }
        });
        return fields.build();
    }

    private StoredGolden stored() {
        Fields values = fields(one(TYPES));
        boolean removed = below(4) == 0;
        return new StoredGolden(
                one(GOLDENS),
                values,
                below(5),
                ++sequence,
                removed,
                removed ? GoldenSystems.NONE : systems(),
                1 + below(9),
                flip() ? one(GOLDENS) : null);
    }

    private GoldenSystems systems() {
        return GoldenSystems.of(
                REFS.stream().filter(ref -> below(REFS.size()) < 2).toList());
    }

    private void link(Commit commit) {
        EntityType type = one(TYPES);
        RecordRef first = new RecordRef(one(SYSTEMS), type, id());
        RecordRef second = new RecordRef(one(SYSTEMS), type, id());
        if (!first.equals(second)) {
            Link link = new Link(first, second, one(List.of(Link.Origin.values())));
            if (below(3) == 0) {
                commit.remove(link);
            } else {
                commit.add(link);
            }
        }
    }

    private ReadState readState() {
        Position position = flip() ? new Position.Token("t" + below(9)) : new Position.Keyset(now, id());
        return new ReadState(
                one(SYSTEMS), one(TYPES), flip() ? position : null, below(9), flip(), flip() ? now : null, now);
    }

    private void task(Commit commit) {
        PendingComparison task = new PendingComparison(one(SYSTEMS), one(TYPES), one(GOLDENS));
        switch (below(5)) {
            case 0 -> commit.add(new Commit.TaskAll(task.system(), task.type()));
            case 1, 2 -> commit.done(task);
            default -> commit.add(task);
        }
    }

    private void park(Commit commit) {
        Parked entry = Parked.builder()
                .system(one(SYSTEMS))
                .type(one(TYPES))
                .golden(one(GOLDENS))
                .recordId(flip() ? id() : null)
                .reason("why " + below(9))
                .fingerprint("f")
                .since(now)
                .build();
        if (below(3) == 0) {
            commit.unpark(entry.key());
        } else {
            commit.put(entry);
        }
    }

    private void intend(Commit commit) {
        if (flip()) {
            commit.close("op" + below(operations + 1));
            return;
        }
        RecordRef origin = one(REFS);
        commit.put(Intent.builder()
                .operation("op" + operations++)
                .system(origin.system())
                .type(origin.type())
                .kind(one(List.of(Operation.Kind.values())))
                .golden(one(GOLDENS))
                .origin(origin)
                .recordId(flip() ? id() : null)
                .since(now)
                .fields(fields(origin.type()))
                .unknown(flip())
                .purpose(one(List.of(Intent.Purpose.values())))
                .build());
    }

    private void erase(Commit commit) {
        if (below(3) == 0) {
            commit.forget(one(REFS)).forget(one(GOLDENS));
        } else if (flip()) {
            commit.erase(one(FINGERPRINTS));
        } else {
            commit.readmit(one(FINGERPRINTS));
        }
    }

    private void erasure(Commit commit) {
        RecordRef ref = one(REFS);
        if (below(3) == 0) {
            commit.settle(ref);
        } else {
            Erasure.State state = one(List.of(Erasure.State.values()));
            commit.put(Erasure.builder()
                    .record(ref)
                    .state(state)
                    .cause(one(FINGERPRINTS))
                    .reason("why " + below(9))
                    .since(now)
                    .build());
        }
    }

    private AuditEntry entry() {
        EntityType type = one(TYPES);
        return AuditEntry.builder()
                .time(now)
                .run("run" + below(3))
                .operation("op" + below(9))
                .system(one(SYSTEMS))
                .type(type)
                .recordId(flip() ? id() : null)
                .golden(one(GOLDENS))
                .outcome(AuditEntry.Outcome.UPDATED)
                .before(fields(type))
                .after(fields(type))
                .reason(flip() ? "why" : null)
                .build();
    }
}

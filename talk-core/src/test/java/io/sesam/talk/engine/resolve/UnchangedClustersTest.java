package io.sesam.talk.engine.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.engine.observe.ChangeDetector;
import io.sesam.talk.engine.observe.Sight;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.Survivorship;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.MemoryStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.store.StoredGolden;
import io.sesam.talk.store.StoredRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The short way and the resolver store the same. */
final class UnchangedClustersTest {
    private static final int HISTORIES = 150;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> SYSTEMS = List.of("crm", "erp", "hr");
    private static final TypeSpec SPEC = TypeSpec.of(
                    Person.SCHEMA, FieldSpec.of("firstname"), FieldSpec.of("lastname"), FieldSpec.of("email"))
            .build();
    private static final TypePolicy POLICY = TypePolicy.of(
            MatchRules.defaultsFor(EntityType.PERSON).limitedTo(5, 2),
            Survivorship.newest(Person.SCHEMA, List.of(new SystemName("crm"))));

    private final Side quick = new Side();
    private final Side thorough = new Side();
    private Random dice = new Random();
    private Instant now = START;
    private int made;

    /** A store with its resolver. Counts the questions for links, which only a resolution asks. */
    private static final class Side {
        final MemoryStore store = MemoryStore.create();
        final AtomicInteger resolutions = new AtomicInteger();
        final Store asked = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("links")) {
                        resolutions.incrementAndGet();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        long sequence;
        final Resolver resolver = new Resolver(asked, POLICY, () -> ++sequence, 0);
    }

    private record Write(StoredRecord record, @Nullable Link link) {}

    @Test
    @Tag("R7")
    void theShortWayStoresWhatTheResolverStores() {
        int resolvedNone = 0;
        int all = 0;
        for (long seed = 1; seed <= HISTORIES; seed++) {
            UnchangedClustersTest history = new UnchangedClustersTest();
            history.play(seed);
            resolvedNone += history.shortWrites;
            all += history.writes;
        }
        assertThat(all).isGreaterThan(HISTORIES);
        assertThat(resolvedNone)
                .as("of %s batches, those without a resolution", all)
                .isGreaterThan(all / 8);
    }

    private int shortWrites;
    private int writes;

    private void play(long seed) {
        dice = new Random(seed);
        for (int step = 0; step < 25; step++) {
            now = now.plusSeconds(1 + dice.nextInt(100));
            if (dice.nextInt(3) == 0) {
                read();
            } else if (dice.nextInt(8) == 0) {
                decide();
            } else {
                write();
            }
            assertThat(state(quick.store)).as("seed %s, step %s", seed, step).isEqualTo(state(thorough.store));
        }
    }

    private void read() {
        List<StoredRecord> changed = new ArrayList<>();
        Set<RecordRef> refs = new TreeSet<>();
        for (int i = 0; i <= dice.nextInt(4); i++) {
            RecordRef ref = RecordRef.of(any(SYSTEMS), EntityType.PERSON, "r" + dice.nextInt(8));
            if (refs.add(ref)) {
                StoredRecord before =
                        quick.store.records(List.of(ref)).stream().findFirst().orElse(null);
                changed.add(
                        before != null && before.isLive() && dice.nextInt(5) == 0
                                ? Resolver.gone(before)
                                : Resolver.live(SourceRecord.of(ref, fields(), now), before, null));
            }
        }
        for (Side side : List.of(quick, thorough)) {
            Commit commit = new Commit();
            side.resolver.resolve(changed, Set.of(), Set.of(), Set.of(), now, commit);
            side.store.commit(commit);
        }
    }

    private Fields fields() {
        Fields.Builder fields = Fields.builder(Person.SCHEMA)
                .text("firstname", any(List.of("Ada", "Augusta", "")))
                .text(
                        "email",
                        dice.nextInt(9) == 0
                                ? any(List.of("", "a@x.example; b@x.example"))
                                : "p" + dice.nextInt(7) + "@x.example");
        return dice.nextBoolean()
                ? fields.text("lastname", "L" + dice.nextInt(3)).build()
                : fields.build();
    }

    /** A steward's decision about two records. */
    private void decide() {
        List<StoredRecord> known = records(quick.store);
        if (known.size() < 2) {
            return;
        }
        StoredRecord one = any(known);
        StoredRecord other = any(known);
        if (!one.ref().equals(other.ref())) {
            Link link = new Link(one.ref(), other.ref(), any(List.of(Link.Origin.APART, Link.Origin.CREATED)));
            for (Side side : List.of(quick, thorough)) {
                Commit commit = new Commit();
                side.resolver.resolve(List.of(), Set.of(link), Set.of(), Set.of(), now, commit);
                side.store.commit(commit);
            }
        }
    }

    /** Writes to records of one system, mostly what their golden records hold. */
    private void write() {
        String system = any(SYSTEMS);
        List<Write> batch = new ArrayList<>();
        for (StoredGolden golden : quick.store.goldensAfter(0, 1000)) {
            if (!golden.removed() && dice.nextBoolean()) {
                write(system, golden).ifPresent(batch::add);
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        List<StoredRecord> records = batch.stream().map(Write::record).toList();
        List<Link> links = batch.stream()
                .flatMap(write -> Optional.ofNullable(write.link()).stream())
                .toList();
        int before = quick.resolutions.get();
        Commit one = new Commit();
        ClusterChanges changes = quick.resolver.resolveWritten(records, links, Set.of(), now, one);
        quick.store.commit(one);
        Commit other = new Commit();
        ClusterChanges expected = thorough.resolver.resolveEach(records, links, Set.of(), now, other);
        thorough.store.commit(other);
        writes++;
        shortWrites += quick.resolutions.get() == before ? 1 : 0;
        assertThat(List.of(changes.created(), changes.updated(), changes.joined(), changes.split(), changes.removed()))
                .isEqualTo(List.of(
                        expected.created(),
                        expected.updated(),
                        expected.joined(),
                        expected.split(),
                        expected.removed()));
        assertThat(changes.moved()).isEqualTo(expected.moved());
    }

    private Optional<Write> write(String system, StoredGolden stored) {
        List<StoredRecord> members = new ArrayList<>(
                References.of(quick.store, Person.SCHEMA).normalize(quick.store.members(Set.of(stored.id()))));
        members.removeIf(member -> !member.isLive());
        if (members.isEmpty()) {
            return Optional.empty();
        }
        SourceRecord[] oldestFirst = members.stream()
                .map(StoredRecord::record)
                .sorted(SourceRecord.OLDEST_FIRST)
                .toArray(SourceRecord[]::new);
        GoldenRecord golden = POLICY.survivorship().merge(stored.id(), oldestFirst);
        Optional<StoredRecord> here = members.stream()
                .filter(member -> member.ref().system().value().equals(system))
                .findFirst();
        Fields.Builder wrote = Fields.unknown(Person.SCHEMA).toBuilder();
        for (int i = 0; i < Person.SCHEMA.size(); i++) {
            if (here.isEmpty() || dice.nextInt(3) == 0) {
                wrote.slot(i, golden.values().slot(i));
            }
        }
        if (dice.nextInt(12) == 0) {
            wrote.slot(Person.SCHEMA.index("lastname"), "other");
        }
        if (dice.nextInt(12) == 0) {
            wrote.slot(Person.SCHEMA.index("email"), "new" + dice.nextInt(3) + "@x.example");
        }
        RecordRef ref =
                here.map(StoredRecord::ref).orElseGet(() -> RecordRef.of(system, EntityType.PERSON, "made" + made++));
        SourceRecord record = ChangeDetector.written(
                here.map(StoredRecord::record).orElse(null),
                ref,
                wrote.build(),
                golden,
                Optional.empty(),
                SPEC,
                Sight.at(now));
        StoredRecord live = Resolver.live(record, here.orElse(null), null);
        return Optional.of(
                here.isPresent()
                        ? new Write(live, null)
                        : new Write(
                                live.inGolden(stored.id()),
                                new Link(golden.member(0).ref(), ref, Link.Origin.CREATED)));
    }

    private <T> T any(List<T> list) {
        return list.get(dice.nextInt(list.size()));
    }

    private static List<StoredRecord> records(Store store) {
        List<StoredRecord> records = new ArrayList<>();
        SYSTEMS.forEach(
                system -> records.addAll(store.recordsAfter(new SystemName(system), EntityType.PERSON, null, 10_000)));
        return records;
    }

    /** Returns all that is stored, without the numbers of golden records. */
    private static List<Object> state(Store store) {
        Map<GoldenId, Object> goldens = new TreeMap<>();
        Set<Long> numbers = new TreeSet<>();
        List<StoredGolden> stored = store.goldensAfter(0, 10_000);
        stored.forEach(golden -> {
            numbers.add(golden.sequence());
            goldens.put(golden.id(), List.of(golden.values(), golden.members(), golden.removed()));
        });
        assertThat(numbers).hasSameSizeAs(stored);
        List<StoredRecord> records = records(store);
        Set<String> links = new TreeSet<>();
        store.links(records.stream().map(StoredRecord::ref).toList()).forEach(link -> links.add(link.toString()));
        return List.of(goldens, records, links, store.parked(null, 1000), store.counts());
    }
}

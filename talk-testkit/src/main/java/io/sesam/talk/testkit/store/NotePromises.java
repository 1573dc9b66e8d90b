package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.NOON;
import static io.sesam.talk.testkit.store.StoreSamples.PAYROLL;
import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.named;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.model.Value;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Position;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.ReadState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The promises about read states, parked writes, intents and journal. */
final class NotePromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("read states are read back", NotePromises::readings),
            new StorePromise(
                    "parked writes are found, the oldest first, until they are unparked", NotePromises::parked),
            new StorePromise("one write to one system is parked once", NotePromises::parkedOnce),
            new StorePromise("intents are stored until they are closed, the oldest first", NotePromises::intents),
            new StorePromise("an intent that is closed and stored again is present", NotePromises::notedAgain),
            new StorePromise("the journal is paged from its end", NotePromises::audit),
            new StorePromise("a journal entry is read back unchanged", NotePromises::auditEntry),
            new StorePromise("the journal is queried by records", NotePromises::auditOfRecords),
            new StorePromise("the journal is queried by run", NotePromises::auditOfRun),
            new StorePromise("intents are queried by system and type", NotePromises::intentsOfType));

    private NotePromises() {}

    private static void readings(StoreScene scene) {
        assertThat(scene.store().reading(CRM, EntityType.PERSON)).isEmpty();
        List<ReadState> readings = List.of(
                new ReadState(CRM, EntityType.PERSON, null, 1, false, null, NOON),
                new ReadState(
                        CRM,
                        EntityType.PERSON,
                        new Position.Keyset(NOON.plusNanos(1), "id with space"),
                        2,
                        true,
                        NOON.plusNanos(123_456_789),
                        Instant.EPOCH),
                new ReadState(CRM, EntityType.PERSON, new Position.Token("t {\"a\":\u0000\n😀"), 3, true, NOON, NOON),
                new ReadState(
                        CRM,
                        EntityType.PERSON,
                        new Position.Token("x".repeat(Position.MAX_LENGTH - 1)),
                        4,
                        true,
                        NOON,
                        NOON));
        for (ReadState readState : readings) {
            scene.commit(commit -> commit.put(readState));
            assertThat(scene.store().reading(CRM, EntityType.PERSON)).contains(readState);
        }
        scene.commit(commit -> commit.put(readings.get(0)).put(readings.get(1)));
        assertThat(scene.store().reading(CRM, EntityType.PERSON)).contains(readings.get(1));
        assertThat(scene.store().reading(CRM, EntityType.ORGANISATION)).isEmpty();
        assertThat(scene.store().reading(PAYROLL, EntityType.PERSON)).isEmpty();
    }

    private static Parked parked(SystemName system, String name, @Nullable String record, Instant since) {
        return Parked.builder()
                .system(system)
                .type(EntityType.PERSON)
                .golden(golden(name))
                .recordId(record)
                .reason("no \"last name\"; says 'crm'")
                .fingerprint("f1")
                .since(since)
                .build();
    }

    private static void parked(StoreScene scene) {
        Parked first = parked(CRM, "a", null, NOON);
        Parked second = parked(PAYROLL, "a", "1", NOON.plusMillis(500));
        Parked third = parked(CRM, "b", "1", NOON.plusSeconds(1));
        scene.commit(commit -> commit.put(third).put(first).put(second));
        assertThat(scene.store().parked(null, 10)).containsExactly(first, second, third);
        assertThat(scene.store().parked(first, 1)).containsExactly(second);
        assertThat(scene.store().parked(third, 5)).isEmpty();
        assertThat(scene.store().parked(golden("a"))).containsExactly(first, second);
        assertThat(scene.store().parked(golden("z"))).isEmpty();
        assertThat(scene.store().parkedCount()).isEqualTo(3);
        assertThat(scene.store().parked(CRM, EntityType.PERSON, List.of(golden("a"), golden("b"), golden("a"))))
                .containsExactlyInAnyOrder(first, third);
        assertThat(scene.store().parked(CRM, EntityType.ORGANISATION, List.of(golden("a"))))
                .isEmpty();
        scene.commit(commit ->
                commit.unpark(first.key()).unpark(parked(CRM, "z", null, NOON).key()));
        assertThat(scene.store().parked(null, 10)).containsExactly(second, third);
        assertThat(scene.store().parked(first, 10)).as("after one that is gone").containsExactly(second, third);
        assertThat(scene.store().parkedCount()).isEqualTo(2);
    }

    private static void parkedOnce(StoreScene scene) {
        Parked before = parked(CRM, "a", null, NOON);
        Parked other = parked(CRM, "a", "1", NOON.plusSeconds(1));
        Parked after = Parked.builder()
                .system(CRM)
                .type(EntityType.PERSON)
                .golden(golden("a"))
                .reason("other")
                .fingerprint("f2")
                .since(NOON.plusSeconds(2))
                .build();
        scene.commit(commit -> commit.put(before).put(other));
        scene.commit(commit -> commit.put(after));
        assertThat(scene.store().parked(null, 10)).containsExactly(other, after);
        assertThat(scene.store().parkedCount()).isEqualTo(2);
    }

    static Intent intent(String operation, SystemName system, String name, Instant since) {
        boolean insert = operation.startsWith("i");
        return Intent.builder()
                .operation(operation)
                .system(system)
                .type(EntityType.PERSON)
                .kind(insert ? Operation.Kind.INSERT : Operation.Kind.UPDATE)
                .golden(golden(name))
                .origin(ref("origin/1"))
                .recordId(insert ? null : "17")
                .since(since)
                .fields(StoreSamples.named(name))
                .unknown(!insert)
                .build();
    }

    private static void intents(StoreScene scene) {
        Intent first = intent("u1", PAYROLL, "a", NOON);
        Intent second = intent("i2", CRM, "a", NOON.plusNanos(10_000_000));
        Intent third = intent("i0", CRM, "b", NOON.plusSeconds(1));
        scene.commit(commit -> commit.put(second).put(third).put(first));
        assertThat(scene.store().intents()).containsExactly(first, second, third);
        assertThat(scene.store().intents(CRM, EntityType.PERSON, List.of(golden("a"), golden("b"))))
                .containsExactlyInAnyOrder(second, third);
        assertThat(scene.store().intents(CRM, EntityType.ORGANISATION, List.of(golden("a"))))
                .isEmpty();
        scene.commit(commit -> commit.close("i2").close("never noted"));
        assertThat(scene.store().intents()).containsExactly(first, third);
    }

    private static void notedAgain(StoreScene scene) {
        scene.commit(commit -> commit.put(intent("u1", CRM, "a", NOON)));
        Intent again = intent("u1", CRM, "a", NOON.plusSeconds(9));
        scene.commit(commit -> commit.close("u1").put(again));
        assertThat(scene.store().intents()).containsExactly(again);
        scene.commit(commit -> commit.put(intent("u2", CRM, "a", NOON)).close("u2"));
        assertThat(scene.store().intents()).containsExactly(again);
        Intent undo = Intent.of(
                Intent.Purpose.UNDO,
                Operation.archive("u3", "17", StoreSamples.named("a"), null),
                ref("crm/17"),
                golden("a"),
                NOON.plusSeconds(10));
        scene.commit(commit -> commit.put(undo));
        assertThat(scene.store().intents()).containsExactly(again, undo);
    }

    private static AuditEntry entry(String operation, Instant time) {
        Fields nothing = Fields.unknown(StoreSamples.PERSON);
        return AuditEntry.builder()
                .time(time)
                .run("run")
                .operation(operation)
                .system(CRM)
                .type(EntityType.PERSON)
                .recordId("1")
                .golden(golden("a"))
                .outcome(AuditEntry.Outcome.UPDATED)
                .before(nothing)
                .after(nothing)
                .build();
    }

    private static void audit(StoreScene scene) {
        List<AuditEntry> entries = IntStream.range(0, 25)
                .mapToObj(i -> entry("o" + i, NOON.plusSeconds(i / 5)))
                .toList();
        entries.forEach(entry -> scene.commit(commit -> commit.add(entry)));
        AuditEntry last = entry("last", NOON.plusSeconds(60));
        scene.commit(commit -> commit.add(entry("a", NOON.plusSeconds(60)))
                .add(entry("b", NOON.plusSeconds(60)))
                .add(last));
        List<String> operations = new ArrayList<>(List.of("last", "b", "a"));
        IntStream.range(0, 25).forEach(i -> operations.add("o" + (24 - i)));
        assertThat(scene.store().audit(0, 100))
                .extracting(AuditEntry::operation)
                .isEqualTo(operations);
        assertThat(scene.store().audit(2, 3)).extracting(AuditEntry::operation).isEqualTo(operations.subList(2, 5));
        assertThat(scene.store().audit(27, 3)).extracting(AuditEntry::operation).containsExactly("o0");
        assertThat(scene.store().audit(100, 3)).isEmpty();
    }

    private static void auditOfRun(StoreScene scene) {
        List<String> runs = List.of("b", "", "a", "b", "a", "a");
        IntStream.range(0, runs.size())
                .forEach(i -> scene.commit(commit -> commit.add(entry("o" + i, NOON.plusSeconds(i)).toBuilder()
                        .run(runs.get(i))
                        .build())));
        assertThat(scene.store().audit("a", 0, 9))
                .extracting(AuditEntry::operation)
                .containsExactly("o5", "o4", "o2");
        assertThat(scene.store().audit("a", 1, 1))
                .extracting(AuditEntry::operation)
                .containsExactly("o4");
        assertThat(scene.store().audit("c", 0, 9)).isEmpty();
    }

    private static void auditOfRecords(StoreScene scene) {
        IntStream.range(0, 12)
                .forEach(i -> scene.commit(commit -> commit.add(entry("o" + i, String.valueOf(i % 3), i))));
        scene.commit(commit -> commit.add(entry("of another system", PAYROLL, "1", 13)));
        scene.commit(commit -> commit.add(entry("of nobody", CRM, null, 14)));
        assertThat(scene.store().audit(List.of(ref("1"), ref("1")), 9))
                .as("no duplicates")
                .extracting(AuditEntry::operation)
                .containsExactly("o10", "o7", "o4", "o1");
        assertThat(scene.store().audit(List.of(ref("2"), ref("1")), 2))
                .as("at most two of each, and the newest of all first")
                .extracting(AuditEntry::operation)
                .containsExactly("o11", "o10", "o8", "o7");
        assertThat(scene.store().audit(List.of(ref("7"), new RecordRef(PAYROLL, EntityType.PERSON, "1")), 9))
                .extracting(AuditEntry::operation)
                .containsExactly("of another system");
        assertThat(scene.store().audit(List.of(), 9)).isEmpty();
    }

    private static AuditEntry entry(String operation, String record, int second) {
        return entry(operation, CRM, record, second);
    }

    private static AuditEntry entry(String operation, SystemName system, @Nullable String record, int second) {
        Fields nothing = Fields.unknown(StoreSamples.PERSON);
        return AuditEntry.builder()
                .time(NOON.plusSeconds(second))
                .run("run")
                .operation(operation)
                .system(system)
                .type(EntityType.PERSON)
                .recordId(record)
                .golden(golden("a"))
                .outcome(record == null ? AuditEntry.Outcome.FAILED : AuditEntry.Outcome.UPDATED)
                .before(nothing)
                .after(nothing)
                .build();
    }

    private static void auditEntry(StoreScene scene) {
        Fields before = Fields.builder(StoreSamples.PERSON)
                .set("lastname", Value.blank())
                .build();
        List<AuditEntry> entries = List.of(
                AuditEntry.builder()
                        .time(NOON.plusNanos(1))
                        .run("run 7")
                        .operation("op")
                        .system(PAYROLL)
                        .type(EntityType.PERSON)
                        .recordId("a/1")
                        .golden(golden("a"))
                        .outcome(AuditEntry.Outcome.REFUSED)
                        .before(before)
                        .after(named("Ada \"Å\""))
                        .reason("400: last name is missing")
                        .build(),
                AuditEntry.builder()
                        .time(NOON)
                        .run("")
                        .operation("op2")
                        .system(CRM)
                        .type(EntityType.ORGANISATION)
                        .golden(golden("a"))
                        .outcome(AuditEntry.Outcome.INSERTED)
                        .before(Fields.unknown(StoreSamples.ORGANISATION))
                        .after(Fields.builder(StoreSamples.ORGANISATION)
                                .text("country", "Norge")
                                .build())
                        .build());
        for (AuditEntry entry : entries) {
            scene.commit(commit -> commit.add(entry));
            assertThat(scene.store().audit(0, 1)).containsExactly(entry);
        }
    }

    private static void intentsOfType(StoreScene scene) {
        Intent first = intent("u9", CRM, "b", NOON);
        Intent second = intent("i2", CRM, "a", NOON.plusSeconds(1));
        Intent third = intent("i1", CRM, "c", NOON.plusSeconds(2));
        Intent elsewhere = intent("i0", PAYROLL, "a", NOON);
        assertThat(scene.store().intents(CRM, EntityType.PERSON)).isEmpty();
        scene.commit(commit -> commit.put(third).put(elsewhere).put(second).put(first));
        assertThat(scene.store().intents(CRM, EntityType.PERSON)).containsExactly(first, second, third);
        assertThat(scene.store().intents(PAYROLL, EntityType.PERSON)).containsExactly(elsewhere);
        assertThat(scene.store().intents(CRM, EntityType.ORGANISATION)).isEmpty();
        scene.commit(commit -> commit.close("i2"));
        assertThat(scene.store().intents(CRM, EntityType.PERSON)).containsExactly(first, third);
    }
}

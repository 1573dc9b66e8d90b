package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.NOON;
import static io.sesam.talk.testkit.store.StoreSamples.PAYROLL;
import static io.sesam.talk.testkit.store.StoreSamples.email;
import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.live;
import static io.sesam.talk.testkit.store.StoreSamples.named;
import static io.sesam.talk.testkit.store.StoreSamples.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.store.AuditEntry;
import io.sesam.talk.store.Erasure;
import io.sesam.talk.store.Intent;
import io.sesam.talk.store.Parked;
import io.sesam.talk.store.PendingComparison;
import java.util.List;

/** The promises about erasure. */
final class ErasurePromises {
    private static final RecordRef ADA = ref("ada");
    private static final RecordRef ALAN = ref("alan");

    static final List<StorePromise> ALL = List.of(
            new StorePromise("a forgotten record is not found, and others stay", ErasurePromises::record),
            new StorePromise("a forgotten record can be stored again", ErasurePromises::anew),
            new StorePromise("data about a forgotten golden record is deleted", ErasurePromises::golden_),
            new StorePromise("the journal keeps the entries, but no values", ErasurePromises::journal),
            new StorePromise(
                    "fingerprints of erased persons are stored until they are readmitted",
                    ErasurePromises::fingerprints),
            new StorePromise(
                    "remaining records of erased persons are found, the oldest first", ErasurePromises::erasures));

    private ErasurePromises() {}

    private static void record(StoreScene scene) {
        Link link = new Link(ADA, ALAN, Link.Origin.CREATED);
        Link other = new Link(ALAN, ref("grace"), Link.Origin.STEWARD);
        scene.commit(commit -> commit.put(live(ADA, email("a")).inGolden(golden("ada")))
                .put(live(ALAN, email("a")).inGolden(golden("ada")))
                .add(link)
                .add(other));
        scene.commit(commit -> commit.forget(ADA).forget(ref("never known")));
        assertThat(scene.store().records(List.of(ADA))).isEmpty();
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("a")), 9))
                .extracting(stored -> stored.ref())
                .containsExactly(ALAN);
        assertThat(scene.store().members(List.of(golden("ada")))).hasSize(1);
        assertThat(scene.store().recordsAfter(CRM, EntityType.PERSON, null, 9)).hasSize(1);
        assertThat(scene.store().liveRecords(CRM, EntityType.PERSON)).isEqualTo(1);
        assertThat(scene.store().links(List.of(ADA, ALAN))).containsExactly(other);
    }

    private static void anew(StoreScene scene) {
        scene.commit(commit -> commit.put(live(ADA, email("a"))));
        scene.commit(commit -> commit.forget(ADA).put(live(ADA, email("b"))));
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("a")), 9))
                .isEmpty();
        assertThat(scene.store().withKeys(EntityType.PERSON, List.of(email("b")), 9))
                .hasSize(1);
        assertThat(scene.store().liveRecords(CRM, EntityType.PERSON)).isEqualTo(1);
    }

    private static Intent intent(String operation, String name) {
        return Intent.builder()
                .operation(operation)
                .system(CRM)
                .type(EntityType.PERSON)
                .kind(Operation.Kind.INSERT)
                .golden(golden(name))
                .origin(ADA)
                .since(NOON)
                .fields(named(name))
                .unknown(true)
                .build();
    }

    private static Parked parked(String name) {
        return Parked.builder()
                .system(CRM)
                .type(EntityType.PERSON)
                .golden(golden(name))
                .reason("no")
                .fingerprint("f")
                .since(NOON)
                .build();
    }

    private static void golden_(StoreScene scene) {
        scene.commit(commit -> List.of("ada", "alan")
                .forEach(name -> commit.put(StoreSamples.golden(name, name.length()))
                        .add(new PendingComparison(CRM, EntityType.PERSON, golden(name)))
                        .add(new PendingComparison(PAYROLL, EntityType.PERSON, golden(name)))
                        .put(parked(name))
                        .put(intent(name, name))));
        scene.commit(commit -> commit.forget(golden("ada"))
                .put(StoreSamples.golden(golden("ada"), Fields.unknown(StoreSamples.PERSON), 9, true)));
        assertThat(scene.store().tasks(CRM, EntityType.PERSON)).isEqualTo(1);
        assertThat(scene.store().tasks(PAYROLL, EntityType.PERSON, null, 9))
                .containsExactly(new PendingComparison(PAYROLL, EntityType.PERSON, golden("alan")));
        assertThat(scene.store().parked(null, 9)).containsExactly(parked("alan"));
        assertThat(scene.store().parkedCount()).isEqualTo(1);
        assertThat(scene.store().intents()).containsExactly(intent("alan", "alan"));
        assertThat(scene.store().goldensAfter(4, 9))
                .hasSize(1)
                .allMatch(stored -> stored.removed() && stored.values().equals(Fields.unknown(StoreSamples.PERSON)));
    }

    private static AuditEntry entry(String operation, String record, String name) {
        return AuditEntry.builder()
                .time(NOON)
                .run("run")
                .operation(operation)
                .system(CRM)
                .type(EntityType.PERSON)
                .recordId(record)
                .golden(golden(name))
                .outcome(AuditEntry.Outcome.UPDATED)
                .before(named(name))
                .after(named(name))
                .reason("because")
                .build();
    }

    private static void journal(StoreScene scene) {
        AuditEntry ofRecord = entry("1", "ada", "somebody");
        AuditEntry ofGolden = entry("2", "somebody", "ada");
        AuditEntry other = entry("3", "alan", "alan");
        scene.commit(commit -> commit.add(ofRecord).add(ofGolden).add(other));
        scene.commit(commit -> commit.forget(ADA).forget(golden("ada")));
        assertThat(scene.store().audit(0, 9))
                .containsExactly(other, ofGolden.withoutValues(), ofRecord.withoutValues());
    }

    private static void fingerprints(StoreScene scene) {
        assertThat(scene.store().erased(List.of("a", "b"))).isEmpty();
        scene.commit(commit -> commit.erase("a").erase("b"));
        scene.commit(commit -> commit.erase("a"));
        assertThat(scene.store().erased(List.of("a", "c"))).containsExactly("a");
        assertThat(scene.store().erased(List.of())).isEmpty();
        scene.commit(commit -> commit.readmit("a").readmit("never"));
        assertThat(scene.store().erased(List.of("a", "b"))).containsExactly("b");
    }

    private static void erasures(StoreScene scene) {
        Erasure first = Erasure.builder()
                .record(ADA)
                .state(Erasure.State.PENDING)
                .cause("a")
                .reason("it is \"down\"")
                .since(NOON.minusSeconds(1))
                .build();
        Erasure second = Erasure.builder()
                .record(ALAN)
                .state(Erasure.State.BACK)
                .cause("b")
                .reason("")
                .since(NOON)
                .build();
        scene.commit(commit -> commit.put(second).put(first));
        assertThat(scene.store().erasures()).containsExactly(first, second);
        Erasure changed = first.became(Erasure.State.IMPOSSIBLE, "it said no");
        scene.commit(commit -> commit.put(changed).settle(ALAN).settle(ref("never")));
        assertThat(scene.store().erasures()).containsExactly(changed);
    }
}

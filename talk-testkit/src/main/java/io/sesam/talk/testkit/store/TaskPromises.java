package io.sesam.talk.testkit.store;

import static io.sesam.talk.testkit.store.StoreSamples.CRM;
import static io.sesam.talk.testkit.store.StoreSamples.PAYROLL;
import static io.sesam.talk.testkit.store.StoreSamples.golden;
import static io.sesam.talk.testkit.store.StoreSamples.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.store.Commit;
import io.sesam.talk.store.PendingComparison;
import java.util.List;
import java.util.stream.Stream;

/** The promises about pending comparisons. */
final class TaskPromises {
    static final List<StorePromise> ALL = List.of(
            new StorePromise("tasks are paged in the order of ids", TaskPromises::paged),
            new StorePromise("a task is stored once, until it is done", TaskPromises::done),
            new StorePromise("a task both done and added is pending again", TaskPromises::doneAndAdded),
            new StorePromise(
                    "all golden records of a type become tasks, including those of the commit", TaskPromises::all));

    private TaskPromises() {}

    private static PendingComparison task(SystemName system, String name) {
        return new PendingComparison(system, EntityType.PERSON, golden(name));
    }

    private static List<PendingComparison> tasks(StoreScene scene, SystemName system) {
        return scene.store().tasks(system, EntityType.PERSON, null, 1_000);
    }

    private static void paged(StoreScene scene) {
        List<PendingComparison> inOrder = Stream.of("a", "b", "c", "d", "e")
                .map(name -> task(CRM, name))
                .sorted((one, other) -> one.golden().compareTo(other.golden()))
                .toList();
        scene.commit(commit -> inOrder.forEach(commit::add));
        scene.commit(commit ->
                commit.add(task(PAYROLL, "f")).add(new PendingComparison(CRM, EntityType.ORGANISATION, golden("g"))));
        GoldenId second = inOrder.get(1).golden();
        assertThat(scene.store().tasks(CRM, EntityType.PERSON, null, 2)).isEqualTo(inOrder.subList(0, 2));
        assertThat(scene.store().tasks(CRM, EntityType.PERSON, second, 2)).isEqualTo(inOrder.subList(2, 4));
        assertThat(scene.store().tasks(CRM, EntityType.PERSON, inOrder.get(4).golden(), 2))
                .isEmpty();
        assertThat(scene.store().tasks(CRM, EntityType.PERSON)).isEqualTo(5);
        assertThat(scene.store().tasks(PAYROLL, EntityType.ORGANISATION)).isZero();
    }

    private static void done(StoreScene scene) {
        scene.commit(commit -> commit.add(task(CRM, "a")).add(task(PAYROLL, "a")));
        scene.commit(commit -> commit.add(task(CRM, "a")));
        assertThat(scene.store().tasks(CRM, EntityType.PERSON)).isEqualTo(1);
        scene.commit(commit -> commit.done(task(CRM, "a")).done(task(CRM, "never there")));
        assertThat(tasks(scene, CRM)).isEmpty();
        assertThat(tasks(scene, PAYROLL)).containsExactly(task(PAYROLL, "a"));
    }

    private static void doneAndAdded(StoreScene scene) {
        scene.commit(commit -> commit.add(task(CRM, "a")));
        scene.commit(commit -> commit.add(task(CRM, "a")).done(task(CRM, "a")));
        assertThat(tasks(scene, CRM)).containsExactly(task(CRM, "a"));
    }

    private static void all(StoreScene scene) {
        scene.commit(commit -> commit.put(golden("a", 1))
                .put(golden("b", 2))
                .put(golden(golden("company"), Fields.unknown(StoreSamples.ORGANISATION), 3, false))
                .add(task(CRM, "a")));
        scene.commit(commit -> commit.put(golden("c", 4))
                .put(golden(golden("b"), named("b"), 5, true))
                .done(task(CRM, "a"))
                .add(new Commit.TaskAll(CRM, EntityType.PERSON)));
        assertThat(tasks(scene, CRM)).containsExactlyInAnyOrder(task(CRM, "a"), task(CRM, "c"));
        assertThat(tasks(scene, PAYROLL)).isEmpty();
        assertThat(scene.store().tasks(CRM, EntityType.ORGANISATION)).isZero();
    }
}

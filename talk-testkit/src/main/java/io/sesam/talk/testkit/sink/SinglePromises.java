package io.sesam.talk.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import io.sesam.talk.spi.sink.SinkMark;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The promises tested with one case each. */
final class SinglePromises {
    static final Map<String, Consumer<SinkScene>> ALL = all();

    private static final Schema PERSON = GoldenSamples.SCHEMAS.get(0);
    private static final SourceRecord ANN = person("accounting", "1", "Ann");
    private static final SourceRecord ANNA = person("crm", "7", "Anna");

    private SinglePromises() {}

    private static Map<String, Consumer<SinkScene>> all() {
        Map<String, Consumer<SinkScene>> all = new LinkedHashMap<>();
        all.put("a new place is usable and has no mark", SinglePromises::newPlace);
        all.put("the mark survives closing and opening", SinglePromises::markStays);
        all.put("a batch without changes moves the mark", SinglePromises::emptyBatch);
        all.put("an outdated batch does not move the mark back", SinglePromises::markNeverGoesBack);
        all.put("an outdated change does not restore a removed golden record", SinglePromises::removedStaysRemoved);
        all.put("an outdated removal does not remove a golden record created since", SinglePromises::madeAnew);
        all.put("a moved record leaves its old golden record, in any order of changes", SinglePromises::moved);
        all.put("blank and unknown are null, and text stays as it is", SinglePromises::text);
        all.put("a batch that fails has no visible effect", SinglePromises::failingBatch);
        all.put("a rebuild that fails has no visible effect", SinglePromises::failingRebuild);
        all.put("a rebuild for another store replaces rows and mark", SinglePromises::otherHistory);
        all.put("an erased golden record is gone, from the bytes that can be seen too", SinglePromises::erased);
        all.put("a property declared later requires a rebuild, until there was one", SinglePromises::addedProperty);
        all.put("an equal fingerprint, if there is one, means equal tables", SinglePromises::fingerprint);
        all.put("no thread is left after closing", SinglePromises::noThreads);
        return all;
    }

    private static void newPlace(SinkScene scene) {
        assertThat(scene.sink().check().findings()).isEmpty();
        assertThat(scene.sink().prepare()).isEmpty();
        assertThat(scene.sink().check().findings()).isEmpty();
        assertThat(scene.reopen()).as("still without a mark").isEmpty();
    }

    private static void markStays(SinkScene scene) {
        scene.begun();
        assertThat(scene.reopen()).contains(SinkScene.mark(0));
        scene.sink().apply(SinkScene.batch(List.of(upserted(5, ANN))));
        assertThat(scene.sink().prepare()).contains(SinkScene.mark(5));
        assertThat(scene.reopen()).contains(SinkScene.mark(5));
    }

    private static void emptyBatch(SinkScene scene) {
        scene.begun().sink().apply(new SinkBatch(List.of(), SinkScene.mark(12)));
        assertThat(scene.reopen()).contains(SinkScene.mark(12));
    }

    private static void markNeverGoesBack(SinkScene scene) {
        scene.begun().sink().apply(SinkScene.batch(List.of(upserted(9, ANNA))));
        scene.sink().apply(SinkScene.batch(List.of(upserted(5, ANN))));
        scene.assertHolds(List.of(upserted(9, ANNA), upserted(5, ANN)), "a late batch");
        assertThat(scene.reopen()).contains(SinkScene.mark(9));
    }

    private static void removedStaysRemoved(SinkScene scene) {
        SinkChange there = upserted(3, ANN);
        SinkChange gone = SinkChange.removed(there.id(), there.type(), 4);
        scene.begun().sink().apply(SinkScene.batch(List.of(gone)));
        scene.sink().apply(SinkScene.batch(List.of(there)));
        scene.assertHolds(List.of(), "removed before it was made");
        scene.reopen();
        scene.sink().apply(SinkScene.batch(List.of(there)));
        scene.assertHolds(List.of(), "an outdated change after opening again");
    }

    private static void madeAnew(SinkScene scene) {
        SinkChange first = upserted(3, ANN);
        SinkChange gone = SinkChange.removed(first.id(), first.type(), 4);
        SinkChange anew = upserted(5, ANN);
        scene.begun().apply(List.of(SinkScene.batch(List.of(first)), SinkScene.batch(List.of(anew))));
        scene.apply(List.of(SinkScene.batch(List.of(gone)), SinkScene.batch(List.of(first))));
        scene.assertHolds(List.of(anew), "a late removal");
    }

    private static void moved(SinkScene scene) {
        SinkChange both = upserted(3, ANN, ANNA);
        SinkChange without = upserted(5, ANN);
        SinkChange alone = upserted(6, ANNA);
        scene.begun().apply(List.of(SinkScene.batch(List.of(alone)), SinkScene.batch(List.of(both))));
        scene.sink().apply(SinkScene.batch(List.of(without)));
        scene.assertHolds(List.of(without, alone), "the new change, then the outdated one, then the rest");
        scene.rebuild(List.of(both), 3);
        scene.sink().apply(SinkScene.batch(List.of(alone)));
        scene.assertHolds(List.of(both, alone), "the new owner, before the old one");
        scene.sink().apply(SinkScene.batch(List.of(without)));
        scene.assertHolds(List.of(without, alone), "the new owner first");
        scene.rebuild(List.of(both), 3);
        scene.apply(List.of(SinkScene.batch(List.of(without)), SinkScene.batch(List.of(alone))));
        scene.assertHolds(List.of(without, alone), "the old owner first");
        scene.sink().apply(SinkScene.batch(List.of(upserted(8, ANN, ANNA), removed(9, ANNA))));
        scene.assertHolds(List.of(upserted(8, ANN, ANNA)), "back again");
    }

    private static void text(SinkScene scene) {
        Fields fields = Fields.builder(PERSON)
                .text("firstname", "Zoë 😀 \"O'Neill\"\n\\ ;--")
                .text("lastname", "")
                .text("desk", "0150")
                .build();
        SourceRecord record = SourceRecord.of(RecordRef.of("crm", PERSON.type(), "007"), fields);
        SinkChange change = SinkChange.upserted(GoldenSamples.golden(List.of(record)), 2);
        scene.begun().sink().apply(SinkScene.batch(List.of(change)));
        scene.assertHolds(List.of(change), "in a batch");
        scene.rebuild(List.of(change), 2);
        scene.assertHolds(List.of(change), "in a rebuild");
    }

    private static void failingBatch(SinkScene scene) {
        scene.begun().sink().apply(SinkScene.batch(List.of(upserted(1, ANN))));
        SinkBatch half = SinkScene.batch(List.of(upserted(2, ANNA), broken(3)));
        assertThatThrownBy(() -> scene.sink().apply(half)).isInstanceOf(RuntimeException.class);
        scene.assertHolds(List.of(upserted(1, ANN)), "after a batch that failed");
        scene.sink().apply(SinkScene.batch(List.of(upserted(2, ANNA))));
        scene.assertHolds(List.of(upserted(1, ANN), upserted(2, ANNA)), "after the next batch");
        assertThat(scene.reopen()).contains(SinkScene.mark(2));
    }

    private static void failingRebuild(SinkScene scene) {
        scene.begun().sink().apply(SinkScene.batch(List.of(upserted(1, ANN))));
        try (Sink.Rebuild rebuild = scene.sink().rebuild()) {
            rebuild.add(SinkScene.batch(List.of(upserted(2, ANNA))));
            assertThatThrownBy(() -> rebuild.add(SinkScene.batch(List.of(broken(3)))))
                    .isInstanceOf(RuntimeException.class);
        }
        scene.assertHolds(List.of(upserted(1, ANN)), "after a rebuild that failed");
        assertThat(scene.reopen()).contains(SinkScene.mark(1));
    }

    private static void otherHistory(SinkScene scene) {
        scene.begun().sink().apply(SinkScene.batch(List.of(upserted(70, ANN), removed(71, ANNA))));
        SinkMark other = new SinkMark("history two", 2);
        try (Sink.Rebuild rebuild = scene.sink().rebuild()) {
            rebuild.add(new SinkBatch(List.of(upserted(2, ANN)), other));
            rebuild.finish(other);
        }
        assertThat(scene.reopen()).contains(other);
        scene.sink().apply(new SinkBatch(List.of(upserted(3, ANNA)), new SinkMark("history two", 3)));
        scene.assertHolds(List.of(upserted(2, ANN), upserted(3, ANNA)), "with the numbers of another store");
    }

    private static void erased(SinkScene scene) {
        SinkChange there = upserted(3, person("crm", "1", "Anneliese-Wilhelmine"));
        SinkChange other = upserted(4, ANN);
        scene.begun().apply(List.of(SinkScene.batch(List.of(there)), SinkScene.batch(List.of(other))));
        scene.reopen();
        SinkChange erased = SinkChange.erased(there.id(), there.type(), 5);
        scene.sink().apply(SinkScene.batch(List.of(erased)));
        scene.assertHolds(List.of(other), "after the erasure");
        scene.sink().apply(SinkScene.batch(List.of(there)));
        scene.assertHolds(List.of(other), "an outdated change after the erasure");
        assertThat(scene.reopen()).contains(SinkScene.mark(5));
        scene.assertHolds(List.of(other), "after the erasure and opened again");
        scene.assertNothingIsLeftOf("Anneliese-Wilhelmine");
    }

    private static void addedProperty(SinkScene scene) {
        scene.begun().sink().apply(SinkScene.batch(List.of(upserted(4, ANN))));
        Schema wider = PERSON.with(Property.text("group"));
        scene.schemas(List.of(wider, GoldenSamples.SCHEMAS.get(1), GoldenSamples.ORDER));
        assertThat(scene.reopen()).as("the mark of tables that lack a column").isEmpty();
        assertThat(scene.reopen()).as("the mark before a rebuild").isEmpty();
        Fields fields = Fields.builder(wider).text("group", "blue").build();
        SinkChange change = SinkChange.upserted(GoldenSamples.golden(List.of(SourceRecord.of(ANN.ref(), fields))), 4);
        scene.rebuild(List.of(change), 4);
        scene.assertHolds(List.of(change), "rebuilt with a further property");
        assertThat(scene.reopen()).contains(SinkScene.mark(4));
    }

    private static void fingerprint(SinkScene scene) {
        scene.begun().sink().apply(SinkScene.batch(List.of(upserted(4, ANN))));
        scene.sink().release();
        Set<String> before = new HashSet<>();
        scene.sink().fingerprint().ifPresent(before::add);
        scene.sink().apply(SinkScene.batch(List.of(upserted(5, ANNA))));
        assertIsNew(scene, before, "after a batch");
        scene.sink().apply(new SinkBatch(List.of(), SinkScene.mark(6)));
        assertIsNew(scene, before, "after a new mark");
        scene.sink().apply(SinkScene.batch(List.of(removed(7, ANNA))));
        assertIsNew(scene, before, "after a removal");
        scene.rebuild(List.of(upserted(4, ANN)), 7);
        assertIsNew(scene, before, "after a rebuild");
        scene.schemas(List.of(PERSON.with(Property.text("group")), GoldenSamples.SCHEMAS.get(1), GoldenSamples.ORDER));
        scene.open();
        assertIsNew(scene, before, "with a further property");
    }

    private static void assertIsNew(SinkScene scene, Set<String> before, String when) {
        scene.sink().release();
        scene.sink()
                .fingerprint()
                .ifPresent(fingerprint -> assertThat(before.add(fingerprint))
                        .as("a new fingerprint %s", when)
                        .isTrue());
    }

    private static void noThreads(SinkScene scene) {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        scene.begun().apply(scene.happen(10));
        scene.reopen();
        scene.close();
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        left.removeIf(scene::isOfPlace);
        long end = System.nanoTime() + scene.patience().toNanos(); // some libraries keep a thread for a second
        left.forEach(thread -> giveTimeToEnd(thread, end - System.nanoTime()));
        assertThat(left).as("threads that were not running before").noneMatch(Thread::isAlive);
    }

    private static void giveTimeToEnd(Thread thread, long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SinkChange upserted(long sequence, SourceRecord... members) {
        return SinkChange.upserted(GoldenSamples.golden(Arrays.asList(members)), sequence);
    }

    private static SinkChange removed(long sequence, SourceRecord alone) {
        GoldenRecord golden = GoldenSamples.golden(List.of(alone));
        return SinkChange.removed(golden.id(), golden.type(), sequence);
    }

    private static SinkChange broken(long sequence) {
        return SinkChange.upserted(
                GoldenSamples.broken(RecordRef.of("crm", PERSON.type(), "broken"), PERSON), sequence);
    }

    private static SourceRecord person(String system, String id, String firstname) {
        Fields fields = Person.of(firstname, "Lee", "ann@lee.example").toFields(PERSON);
        return SourceRecord.of(RecordRef.of(system, PERSON.type(), id), fields);
    }
}

package io.sesam.talk.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.spi.sink.Sink;
import io.sesam.talk.spi.sink.SinkBatch;
import io.sesam.talk.spi.sink.SinkChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The promises tested with random histories. */
final class RandomPromises {
    static final Map<String, Consumer<SinkScene>> ALL = all();

    private static final int STEPS = 40;

    private RandomPromises() {}

    private static Map<String, Consumer<SinkScene>> all() {
        Map<String, Consumer<SinkScene>> all = new LinkedHashMap<>();
        all.put("after every batch the tables hold exactly the golden records", RandomPromises::equalAfterEveryBatch);
        all.put("a batch applied twice changes nothing", RandomPromises::twice);
        all.put("a batch applied again later changes nothing", RandomPromises::later);
        all.put("batches in another order lead to the same tables", RandomPromises::overtaking);
        all.put("single changes in any order lead to the same tables", RandomPromises::shuffled);
        all.put("a rebuild gives the same rows as the increments", RandomPromises::rebuilt);
        all.put(
                "increments continue after a rebuild, and outdated changes stay outdated",
                RandomPromises::afterRebuild);
        all.put("a rebuild that is closed before it is finished changes nothing", RandomPromises::closedRebuild);
        all.put("a rebuild that is never closed changes nothing", RandomPromises::abandonedRebuild);
        return all;
    }

    private static void equalAfterEveryBatch(SinkScene scene) {
        scene.begun();
        Map<Object, SinkChange> latest = new LinkedHashMap<>();
        for (SinkBatch batch : scene.happen(STEPS)) {
            scene.sink().apply(batch);
            batch.changes().forEach(change -> latest.put(change.id(), change));
            scene.assertHolds(List.copyOf(latest.values()), "after " + batch.mark());
        }
        scene.assertUpToDate("at the end");
        assertThat(scene.sink().counts()).isEqualTo(new Expected(scene.world.now()).counts(GoldenSamples.SCHEMAS));
    }

    private static void twice(SinkScene scene) {
        scene.begun();
        for (SinkBatch batch : scene.happen(STEPS)) {
            scene.sink().apply(batch);
            scene.sink().apply(batch);
        }
        scene.assertUpToDate("every batch twice");
    }

    private static void later(SinkScene scene) {
        scene.begun();
        List<SinkBatch> past = new ArrayList<>();
        for (SinkBatch batch : scene.happen(STEPS)) {
            scene.sink().apply(batch);
            past.add(batch);
            scene.sink().apply(past.get(scene.random.nextInt(past.size())));
        }
        scene.assertUpToDate("outdated batches in between");
        Collections.shuffle(past, scene.random);
        scene.apply(past);
        scene.assertUpToDate("all batches again, shuffled");
    }

    private static void overtaking(SinkScene scene) {
        scene.begun();
        List<SinkBatch> batches = scene.happen(STEPS);
        Collections.shuffle(batches, scene.random);
        scene.apply(batches);
        scene.assertUpToDate("all batches shuffled");
    }

    private static void shuffled(SinkScene scene) {
        scene.begun();
        List<SinkBatch> single = new ArrayList<>();
        scene.happen(STEPS / 2)
                .forEach(batch -> batch.changes().forEach(change -> single.add(SinkScene.batch(List.of(change)))));
        Collections.shuffle(single, scene.random);
        scene.apply(single);
        scene.assertUpToDate("all changes shuffled");
    }

    private static void rebuilt(SinkScene scene) {
        scene.begun();
        scene.apply(scene.happen(STEPS));
        scene.assertHolds(scene.world.now(), "increments");
        scene.rebuild(scene.world.now(), scene.world.sequence());
        scene.assertUpToDate("rebuilt");
    }

    private static void afterRebuild(SinkScene scene) {
        scene.begun();
        List<SinkBatch> past = scene.happen(STEPS);
        scene.rebuild(scene.world.now(), scene.world.sequence());
        for (SinkBatch batch : past) {
            scene.sink().apply(batch);
            scene.assertHolds(scene.world.now(), "outdated changes after a rebuild, " + batch.mark());
        }
        scene.apply(scene.happen(STEPS / 4));
        scene.apply(past);
        scene.assertUpToDate("new and outdated changes after a rebuild");
    }

    private static void closedRebuild(SinkScene scene) {
        scene.begun();
        scene.apply(scene.happen(STEPS));
        try (Sink.Rebuild rebuild = scene.sink().rebuild()) {
            SinkScene.pieces(scene.world.now().subList(0, scene.world.now().size() / 2))
                    .forEach(rebuild::add);
        }
        scene.assertHolds(scene.world.now(), "a rebuild closed half-way");
        scene.apply(scene.happen(STEPS / 4));
        scene.assertUpToDate("increments after a rebuild closed half-way");
    }

    private static void abandonedRebuild(SinkScene scene) {
        scene.begun();
        scene.apply(scene.happen(STEPS));
        Sink.Rebuild rebuild = scene.sink().rebuild();
        SinkScene.pieces(scene.world.now()).forEach(rebuild::add);
        scene.assertHolds(scene.world.now(), "a rebuild under way");
        scene.assertUpToDate("a rebuild abandoned");
        scene.rebuild(scene.world.now(), scene.world.sequence());
        scene.assertUpToDate("rebuilt after one that was abandoned");
    }
}

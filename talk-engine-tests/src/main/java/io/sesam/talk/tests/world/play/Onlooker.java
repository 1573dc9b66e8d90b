package io.sesam.talk.tests.world.play;

import io.sesam.talk.Talk;
import io.sesam.talk.store.Intent;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.cloud.Row;

/** A person who resolves in-doubt inserts by hand. */
final class Onlooker {
    private final Play play;

    Onlooker(Play play) {
        this.play = play;
    }

    /** Reports the outcome of in-doubt inserts that the engine cannot resolve. */
    void tellWhatIsUnknown() {
        Talk engine = play.open();
        for (Intent intent : engine.stewardship().inDoubt()) {
            Cloud cloud = play.cloud(intent.system());
            String made = cloud.madeBy.get(intent.operation());
            Row row = made == null ? null : cloud.rows.get(made);
            if (row != null
                    && !row.orphan
                    && row.fields.isKnown(Cloud.EMAIL)
                    && Cloud.isFilled(intent.fields().slot(Cloud.EMAIL))) {
                // The engine can find it, so it must.
                continue;
            }
            play.trace("   a person looks in " + cloud.name() + ": " + (made == null ? "it was not inserted" : made));
            String survivor = made == null ? null : cloud.mergedInto.get(made);
            if (row != null || survivor != null) {
                engine.stewardship().link(intent.origin(), cloud.ref(row != null ? row.id : String.valueOf(survivor)));
            }
            engine.stewardship().notDone(intent.operation());
        }
    }
}

package io.sesam.talk.tests.world.play;

import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.IdSpellings;
import io.sesam.talk.tests.world.cloud.Cloud;
import io.sesam.talk.tests.world.script.Abilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Check of promise 10, after all others: ids that a system respells in its listing are followed (R42).
 *
 * <p>See {@link IdSpellings} for what counts as respelt.
 */
final class Respelling {
    private final Play play;

    Respelling(Play play) {
        this.play = play;
    }

    /**
     * Respells the ids of one listed system. Returns what should not happen then. After a restored backup, equal records
     * may wait to be linked (R41), and comparing them anew does that.
     */
    Optional<Flaw> check() {
        if (play.isRestored()) {
            return Optional.empty();
        }
        Optional<Cloud> listed = play.systems().stream()
                .filter(cloud -> cloud.abilities.reads().feed() != Abilities.Feed.CHANGES && !cloud.rows.isEmpty())
                .findFirst();
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        play.trace("the ids of " + listed.get().name() + " are respelt");
        listed.get().respellIds();
        long people = play.remembered(store -> store.goldens(Cloud.SCHEMA.type()));
        for (int run = 1; run <= 2; run++) {
            long before = written();
            play.clock.advance(Rest.A_DAY);
            SyncReport report = play.run(List.of(), Map.of()).orElseThrow();
            long now = play.remembered(store -> store.goldens(Cloud.SCHEMA.type()));
            if (written() > before || now != people || !report.paused().isEmpty()) {
                return Optional.of(new Flaw(
                        10,
                        "after the ids of " + listed.get().name() + " were respelt, " + (written() - before)
                                + " records were written, there are " + now + " golden records instead of "
                                + people + ", paused: " + report.paused()));
            }
        }
        return Optional.empty();
    }

    private long written() {
        return play.systems().stream().mapToLong(cloud -> cloud.deeds.size()).sum();
    }
}

package io.sesam.talk.tests.world.play;

import io.sesam.talk.result.SyncReport;
import io.sesam.talk.tests.world.cloud.Cloud;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The phase without faults and edits, in which the world comes to rest. */
final class Rest {
    private static final int PATIENCE = 15;
    static final Duration A_DAY = Duration.ofHours(25);

    private final Play play;

    Rest(Play play) {
        this.play = play;
    }

    /** Brings the world to rest. Returns the reason when it does not come to rest. */
    Optional<Flaw> come() {
        String last = "";
        for (int run = 1; run <= PATIENCE; run++) {
            last = run();
            if (run > PATIENCE / 3) {
                new Onlooker(play).tellWhatIsUnknown();
            }
            if (last.isEmpty()) {
                play.checkQuality(true);
                return staysQuiet();
            }
        }
        return Optional.of(new Flaw(0, "after " + PATIENCE + " days of peace there is still no rest: " + last));
    }

    private Optional<Flaw> staysQuiet() {
        for (int run = 1; run <= 2; run++) {
            String disturbance = run();
            if (!disturbance.isEmpty()) {
                return Optional.of(new Flaw(1, "after a run that did nothing, the next one did: " + disturbance));
            }
        }
        return Optional.empty();
    }

    /** Runs the engine. Describes any effect that a run must not have at rest. */
    private String run() {
        fillTheEmpty();
        play.clock.advance(A_DAY);
        int before = asked();
        SyncReport report = play.run(List.of(), Map.of()).orElseThrow();
        StringBuilder disturbance = new StringBuilder();
        if (asked() > before) {
            disturbance.append(asked() - before).append(" writes were asked; ");
        }
        if (report.goldenChanges() > 0) {
            disturbance.append(report.goldenChanges()).append(" golden records changed; ");
        }
        if (!report.paused().isEmpty()) {
            disturbance.append("paused: ").append(report.paused()).append("; ");
        }
        if (report.inDoubt() > 0) {
            disturbance.append(report.inDoubt()).append(" inserts are unknown; ");
        }
        return disturbance.toString();
    }

    private int asked() {
        return play.systems().stream().mapToInt(cloud -> cloud.asked).sum();
    }

    /**
     * Creates a record in systems without any. An empty listing counts as a failure, so people never delete the
     * last record; but Talk may.
     */
    private void fillTheEmpty() {
        for (Cloud cloud : play.systems()) {
            if (cloud.rows.isEmpty() && !cloud.gone.isEmpty()) {
                new People(cloud).create(Map.of("firstname", "First", "lastname", "Again"));
            }
        }
    }
}

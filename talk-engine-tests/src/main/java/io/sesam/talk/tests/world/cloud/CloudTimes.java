package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.tests.world.script.Abilities.Times;
import io.sesam.talk.tests.world.script.Step.ShowTimes.Manner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The times that a simulated system shows: by its own clock, of the future, unreadable, or none. And how Talk can date
 * a person's words by them (R12).
 */
public final class CloudTimes {
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final Cloud cloud;
    private final Map<String, Instant> stampedAhead = new HashMap<>();
    private final Map<String, Duration> ahead = new HashMap<>();
    private Duration clockAhead = Duration.ZERO;
    private @Nullable Manner manner;
    private boolean jumped;
    private Clock host;
    private Predicate<RecordRef> isKnown = record -> true;
    private Predicate<SystemName> wasCompleted = system -> true;

    CloudTimes(Cloud cloud, Clock clock) {
        this.cloud = cloud;
        this.host = clock;
    }

    /** Connects the host's clock and what Talk's store knows. */
    public void watchedBy(Clock hostsClock, Predicate<RecordRef> known, Predicate<SystemName> completed) {
        host = hostsClock;
        isKnown = known;
        wasCompleted = completed;
    }

    /** Sets the system's clock ahead of the true time, or behind. Before it holds records. */
    public void clockAhead(Duration time) {
        clockAhead = time;
    }

    /** Sets the way in which times are shown. */
    public void show(Manner way) {
        manner = way;
    }

    /** Notes that the host's clock is or was wrong. */
    public void hostJumped() {
        jumped = true;
    }

    /** Stamps the present state of a record ahead of its time. */
    public void stampAhead(String id, Duration time) {
        Row row = cloud.rows.get(id);
        if (row != null) {
            stampedAhead.put(id, row.modified);
            ahead.put(id, time);
        }
    }

    /** Returns the present time by the system's clock. */
    Instant now() {
        return shown(cloud.clock.instant());
    }

    /** Returns a time by the system's clock. */
    Instant shown(Instant truth) {
        return truth.plus(clockAhead);
    }

    /** Returns the true time of one by the system's clock. */
    Instant truth(Instant shown) {
        return shown.minus(clockAhead);
    }

    private boolean isTimed() {
        return cloud.abilities.reads().times() != Times.NONE && manner != Manner.UNREADABLE;
    }

    private Instant stamp(Row row, Instant time) {
        boolean isAhead = time.equals(row.modified) && row.modified.equals(stampedAhead.get(row.id));
        return shown(time).plus(isAhead ? ahead.getOrDefault(row.id, Duration.ZERO) : Duration.ZERO);
    }

    /** Adds the times of a record. */
    RecordSnapshot added(RecordSnapshot record, Row row) {
        if (manner == Manner.UNREADABLE) {
            return record.withUnreadableTime();
        }
        if (!isTimed()) {
            return record;
        }
        RecordSnapshot timed = record.created(shown(row.created));
        if (manner != Manner.CREATION_ONLY || !row.modified.equals(row.created)) {
            timed = timed.modified(stamp(row, row.modified));
        }
        return cloud.abilities.reads().times() == Times.PROPERTY ? timed.times(times(row)) : timed;
    }

    private Map<String, Instant> times(Row row) {
        Map<String, Instant> times = new HashMap<>();
        for (int i = 0; i < Cloud.SCHEMA.size(); i++) {
            if (row.fields.slot(i) != null) {
                times.put(Cloud.SCHEMA.property(i).name(), stamp(row, row.times[i]));
            }
        }
        return times;
    }

    /**
     * Notes that a word is shown to Talk. At first sight it may have no time that counts: then any other word may win,
     * and it wins over none that has one. Where the host's clock was wrong, a time of a system is no match for one of
     * Talk's observations; where it is behind, an observation is none for a time that a system shows later.
     */
    void shown(Row row, int property, Word word) {
        boolean isKnownRow = isKnown.test(cloud.ref(row.id));
        boolean isFirstReading = !wasCompleted.test(new SystemName(cloud.name()));
        Instant time = cloud.abilities.reads().times() == Times.PROPERTY ? row.times[property] : row.modified;
        Instant stamp = stamp(row, time);
        Instant present = host.instant();
        boolean counts = isTimed() && !stamp.isAfter(present.minus(A_MOMENT));
        word.everDated |= isTimed() && !stamp.isAfter(present.plus(A_MOMENT));
        if (!isKnownRow) {
            word.undated = !counts && (isFirstReading || manner == Manner.UNREADABLE);
        }
        if (!isTimed() && present.isBefore(cloud.clock.instant())) {
            word.shownEarly(cloud.clock.instant());
        }
        word.outdone |= isTimed() && (jumped || !clockAhead.isZero() || !counts);
        word.shown(counts ? time : cloud.clock.instant().plus(A_MOMENT));
    }
}

package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.RecordRef;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person's edit of a property, with the interval in which Talk may date it.
 *
 * <p>A system that has only a modification time gives all changes since the last reading that time; in a system
 * without times, edits are dated when they are read (R12a), and what it shows at first sight is undated. Which of two edits is newer is certain only where their
 * intervals do not overlap.
 */
public final class Word {
    public final RecordRef record;
    public final int property;
    public final Object value;
    public final Instant setAt;

    /** It is new, but Talk may not notice: as far as its store shows, the value was always there. */
    public boolean unnoticed;

    /** The same value was shown before: after a restored backup it goes unnoticed. */
    final boolean repeats;

    /** It was overwritten in a system with several records of the cluster: they may have contradicted each other. */
    public boolean contradicted;

    /** The other records of the cluster at that time. Only for an edit. */
    public Set<RecordRef> company = Set.of();

    /** It was an echo. It counts as an edit since Talk lost the knowledge of its own write. */
    public boolean forgottenEcho;

    /** At first sight, nothing that counts dated it: every dated word is newer. */
    public boolean undated;

    /** Its system's clock, its stamp or the host's clock was wrong: an older word may have outdone it. */
    public boolean outdone;

    /** A time that counts dated it at least once, as far as can be known. */
    boolean everDated;

    private @Nullable Instant latest;
    private @Nullable Instant observedAt;
    private @Nullable Instant shownEarly;
    private boolean seen;

    /** Creates an edit from a new value in a record. */
    public Word(RecordRef record, int property, Object value, Instant setAt, boolean unnoticed, boolean repeats) {
        this.record = record;
        this.property = property;
        this.value = value;
        this.setAt = setAt;
        this.unnoticed = unnoticed;
        this.repeats = repeats;
    }

    /** Checks whether it is a clear. */
    public boolean isBlank() {
        return value == Blank.BLANK;
    }

    /** Checks whether the value was shown to Talk. */
    boolean isSeen() {
        return seen;
    }

    /** Checks whether Talk can have read it. */
    public boolean isObserved() {
        return observedAt != null;
    }

    /** Marks it as shown to Talk, with its latest possible date. */
    void shown(Instant asOf) {
        seen = true;
        everDated |= !undated;
        if (!isObserved() && (latest == null || asOf.isAfter(latest))) {
            latest = asOf;
        }
    }

    /**
     * Marks it as shown while nothing but the host's clock dates it, and that is behind. Talk dates it after all that
     * its store holds (R12), and cannot know that it is newer than what another system dates and Talk has not read yet.
     */
    void shownEarly(Instant now) {
        if (!isObserved() && shownEarly == null) {
            shownEarly = now;
        }
    }

    /** Marks it as stored by Talk. */
    void observed(Instant now) {
        observedAt = observedAt == null ? now : observedAt;
    }

    /** Marks it as lost with Talk's store. */
    void forgotten() {
        observedAt = null;
        seen = false;
    }

    /** Returns the latest time at which Talk can date it. */
    public Instant latest() {
        Instant asOf = latest;
        if (undated && !everDated) {
            return Instant.MIN;
        }
        return !isObserved() || asOf == null ? Instant.MAX : asOf.isBefore(setAt) ? setAt : asOf;
    }

    /** Checks whether Talk may date it after another word, for all that Talk can know. */
    public boolean mayBeNewerThan(Word other) {
        Instant early = other.shownEarly;
        boolean wasReadLater = early != null && (observedAt == null || !observedAt.isBefore(early));
        Instant asOf = latest();
        return !asOf.isBefore(other.setAt) || wasReadLater && !asOf.equals(Instant.MIN);
    }

    @Override
    public String toString() {
        return "\"" + (isBlank() ? "" : value) + "\" set in " + record + " at " + setAt;
    }
}

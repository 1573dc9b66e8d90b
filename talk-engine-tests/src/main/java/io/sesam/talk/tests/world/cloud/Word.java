package io.sesam.talk.tests.world.cloud;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.RecordRef;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person said of a property of a record, and between which moments Talk may date it.
 *
 * <p>A system that tells only when a record was modified dates all that changed since it was last seen alike, and one
 * that tells nothing has its words dated when they are read (R12a). Which of two words is newer is certain only where
 * those spans do not overlap.
 */
public final class Word {
    public final RecordRef record;
    public final int property;
    public final Object value;
    public final Instant said;

    /** It is new, but Talk may not notice: as far as it remembers, the value was there all the time. */
    public boolean unnoticed;

    /** The same value had been shown before: whoever forgets the last days does not notice it. */
    final boolean repeats;

    /** Who belonged together with the record when it was said; only for what was emptied. */
    public Set<RecordRef> company = Set.of();

    /** It was only an echo, and counts as said since Talk forgot that it wrote it. */
    public boolean forgottenEcho;

    private @Nullable Instant latest;
    private boolean observed;
    private boolean seen;

    /** A value that came to stand in a record. */
    public Word(RecordRef record, int property, Object value, Instant said, boolean unnoticed, boolean repeats) {
        this.record = record;
        this.property = property;
        this.value = value;
        this.said = said;
        this.unnoticed = unnoticed;
        this.repeats = repeats;
    }

    /** Whether it says that there is no value. */
    public boolean isBlank() {
        return value == Blank.BLANK;
    }

    /** Whether Talk was shown it at all. */
    boolean isSeen() {
        return seen;
    }

    /** Whether Talk can have seen it. */
    public boolean isObserved() {
        return observed;
    }

    /** Talk was shown it in a way that dates it so at the latest. */
    void shown(Instant asOf) {
        seen = true;
        if (!observed && (latest == null || asOf.isAfter(latest))) {
            latest = asOf;
        }
    }

    /** Talk is known to remember it. */
    void observed() {
        observed = true;
    }

    /** Talk has forgotten that it saw it. */
    void forgotten() {
        observed = false;
        seen = false;
    }

    /** The latest moment at which Talk can take it to have been said. */
    public Instant latest() {
        Instant asOf = latest;
        return !observed || asOf == null ? Instant.MAX : asOf.isBefore(said) ? said : asOf;
    }

    @Override
    public String toString() {
        return "\"" + (isBlank() ? "" : value) + "\" said by " + record + " at " + said;
    }
}

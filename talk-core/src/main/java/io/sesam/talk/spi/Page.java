package io.sesam.talk.spi;

import java.util.List;
import java.util.OptionalLong;

/** Some changes, and where reading goes on. */
public final class Page {
    private final List<Change> changes;
    private final Position next;
    private final boolean more;
    private final OptionalLong total;
    private final boolean startsOver;

    private Page(List<Change> changes, Position next, boolean more, OptionalLong total, boolean startsOver) {
        this.changes = List.copyOf(changes);
        this.next = next;
        this.more = more;
        this.total = total;
        this.startsOver = startsOver;
    }

    /** A page after which another follows at once; its position differs from the one that was asked for. */
    public static Page more(List<? extends Change> changes, Position next) {
        return new Page(List.copyOf(changes), next, true, OptionalLong.empty(), false);
    }

    /** The last page for now; the next run goes on after {@code next}. */
    public static Page last(List<? extends Change> changes, Position next) {
        return new Page(List.copyOf(changes), next, false, OptionalLong.empty(), false);
    }

    /** The same page, with how many changes this reading will bring in all, as far as the system tells. */
    public Page ofTotal(long changesInAll) {
        return new Page(changes, next, more, OptionalLong.of(changesInAll), startsOver);
    }

    /**
     * The same page, which begins a complete listing although a position was asked for: the position is of no use any
     * more, as when the system has forgotten it. What the listing that begins here does not name may be gone (R25).
     */
    public Page startingOver() {
        return new Page(changes, next, more, total, true);
    }

    /** The changes, in the order they are to be taken. */
    public List<Change> changes() {
        return changes;
    }

    /** Where reading goes on. */
    public Position next() {
        return next;
    }

    /** Whether another page follows at once. */
    public boolean hasMore() {
        return more;
    }

    /** Whether it is the first page of a complete listing although a position was asked for. */
    public boolean startsOver() {
        return startsOver;
    }

    /** How many changes this reading will bring in all, if the system tells; for progress only. */
    public OptionalLong total() {
        return total;
    }
}

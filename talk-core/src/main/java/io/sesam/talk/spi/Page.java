package io.sesam.talk.spi;

import java.util.List;
import java.util.OptionalLong;

/** Some changes, and where reading goes on. */
public final class Page {
    private final List<Change> changes;
    private final Position next;
    private final boolean more;
    private final OptionalLong total;

    private Page(List<Change> changes, Position next, boolean more, OptionalLong total) {
        this.changes = List.copyOf(changes);
        this.next = next;
        this.more = more;
        this.total = total;
    }

    /** A page after which another follows at once; its position differs from the one that was asked for. */
    public static Page more(List<? extends Change> changes, Position next) {
        return new Page(List.copyOf(changes), next, true, OptionalLong.empty());
    }

    /** The last page for now; the next run goes on after {@code next}. */
    public static Page last(List<? extends Change> changes, Position next) {
        return new Page(List.copyOf(changes), next, false, OptionalLong.empty());
    }

    /** The same page, with how many changes this reading will bring in all, as far as the system tells. */
    public Page ofTotal(long changesInAll) {
        return new Page(changes, next, more, OptionalLong.of(changesInAll));
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

    /** How many changes this reading will bring in all, if the system tells; for progress only. */
    public OptionalLong total() {
        return total;
    }
}

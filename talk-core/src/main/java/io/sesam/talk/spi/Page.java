package io.sesam.talk.spi;

import java.util.List;
import java.util.OptionalLong;

/** A page of changes with the next position. */
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

    /** Creates a page with another one following at once. Its position must differ from the requested one. */
    public static Page more(List<? extends Change> changes, Position next) {
        return new Page(List.copyOf(changes), next, true, OptionalLong.empty());
    }

    /** Creates the last page of this reading. The next run continues after {@code next}. */
    public static Page last(List<? extends Change> changes, Position next) {
        return new Page(List.copyOf(changes), next, false, OptionalLong.empty());
    }

    /** Adds the expected number of changes in this reading. */
    public Page ofTotal(long changesInAll) {
        return new Page(changes, next, more, OptionalLong.of(changesInAll));
    }

    /** Returns the changes, in the order to apply. */
    public List<Change> changes() {
        return changes;
    }

    /** Returns the position where reading continues. */
    public Position next() {
        return next;
    }

    /** Checks whether another page follows at once. */
    public boolean hasMore() {
        return more;
    }

    /** Returns the expected number of changes in this reading, if known. Used for progress only. */
    public OptionalLong total() {
        return total;
    }
}

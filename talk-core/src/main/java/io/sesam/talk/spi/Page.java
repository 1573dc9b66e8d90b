package io.sesam.talk.spi;

import io.sesam.talk.model.Experimental;
import java.util.List;
import java.util.OptionalLong;

/** A page of changes with the next position. */
public final class Page {
    private final List<Change> changes;
    private final Position next;
    private final boolean more;
    private final OptionalLong total;
    private final List<String> notes;

    private Page(List<Change> changes, Position next, boolean more, OptionalLong total, List<String> notes) {
        this.changes = List.copyOf(changes);
        this.next = next;
        this.more = more;
        this.total = total;
        this.notes = List.copyOf(notes);
    }

    /** Creates a page with another one following at once. Its position must differ from the requested one. */
    public static Page more(List<? extends Change> changes, Position next) {
        return new Page(List.copyOf(changes), next, true, OptionalLong.empty(), List.of());
    }

    /** Creates the last page of this reading. The next run continues after {@code next}. */
    public static Page last(List<? extends Change> changes, Position next) {
        return new Page(List.copyOf(changes), next, false, OptionalLong.empty(), List.of());
    }

    /** Adds the expected number of changes in this reading. */
    public Page ofTotal(long changesInAll) {
        return new Page(changes, next, more, OptionalLong.of(changesInAll), notes);
    }

    /**
     * Adds what a person should know about this reading, such as rows that cannot be read. The report of the sync shows
     * it. Without values of people; best on the last page.
     */
    @Experimental
    public Page notes(List<String> messages) {
        return new Page(changes, next, more, total, messages);
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

    /** Returns what a person should know about this reading. */
    @Experimental
    public List<String> notes() {
        return notes;
    }

    /** Returns the expected number of changes in this reading, if known. Used for progress only. */
    public OptionalLong total() {
        return total;
    }
}

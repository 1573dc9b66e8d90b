package io.sesam.talk.store.jdbc;

import io.sesam.talk.query.SearchText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Changes of search entries that are logged but not yet made in the index, in its order.
 *
 * <p>A search looks at the index through them, so it need not wait until they are made. Bounded by the size of the log.
 */
final class PendingEntries {
    private final NavigableMap<String, Change> changes = new TreeMap<>(SearchText::compare);

    /** What happened to an entry: whether it is in the index, and whether it shall be. */
    private enum Change {
        ADDED(false, true),
        REMOVED(true, false),
        REMOVED_AND_ADDED(true, true),
        ADDED_AND_REMOVED(false, false);

        final boolean before;
        final boolean after;

        Change(boolean before, boolean after) {
            this.before = before;
            this.after = after;
        }

        static Change of(boolean isAdded) {
            return isAdded ? ADDED : REMOVED;
        }

        Change then(boolean isAdded) {
            if (isAdded) {
                return before ? REMOVED_AND_ADDED : ADDED;
            }
            return before ? REMOVED : ADDED_AND_REMOVED;
        }
    }

    /** Takes in a row of the log: an entry in each line, after + or -. */
    void read(String lines) {
        int begin = 0;
        for (int end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', begin)) {
            boolean isAdded = lines.charAt(begin) == '+';
            changes.compute(
                    lines.substring(begin + 1, end),
                    (entry, earlier) -> earlier == null ? Change.of(isAdded) : earlier.then(isAdded));
            begin = end + 1;
        }
    }

    void clear() {
        changes.clear();
    }

    /** Entries to be added to the index, in its order. */
    List<String> added() {
        return those(false, true);
    }

    /** Entries to be removed from the index, in its order. */
    List<String> removed() {
        return those(true, false);
    }

    private List<String> those(boolean before, boolean after) {
        List<String> entries = new ArrayList<>();
        changes.forEach((entry, change) -> {
            if (change.before == before && change.after == after) {
                entries.add(entry);
            }
        });
        return entries;
    }

    /**
     * Entries of a part of the index as they shall be, in order: those that are there without the removed ones, and the added
     * ones.
     *
     * @param indexed all entries that are in that part, in order
     * @param after the entry before the part
     * @param last where the part ends
     * @param withLast whether the last entry is of the part
     * @param limit how many to return at most
     */
    List<String> over(List<String> indexed, String after, String last, boolean withLast, int limit) {
        Iterator<Map.Entry<String, Change>> changed =
                changes.subMap(after, false, last, withLast).entrySet().iterator();
        List<String> merged = new ArrayList<>(indexed.size());
        int next = 0;
        while (merged.size() < limit && changed.hasNext()) {
            Map.Entry<String, Change> change = changed.next();
            while (next < indexed.size() && SearchText.compare(indexed.get(next), change.getKey()) < 0) {
                merged.add(indexed.get(next++));
            }
            if (next < indexed.size() && indexed.get(next).equals(change.getKey())) {
                next++;
            }
            if (change.getValue().after) {
                merged.add(change.getKey());
            }
        }
        merged.addAll(indexed.subList(next, indexed.size()));
        return merged.subList(0, Math.min(merged.size(), limit));
    }
}

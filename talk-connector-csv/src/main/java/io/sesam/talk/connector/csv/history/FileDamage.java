package io.sesam.talk.connector.csv.history;

import io.sesam.talk.connector.csv.table.FileTable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A detector of damage that a program did to a file (R42).
 *
 * <p>Most changed rows differ in the same mechanical way: letters became question marks or were decoded wrongly, numbers
 * lost their leading zeros, ids went to other rows. Repairs of such damage are no damage.
 */
public final class FileDamage {
    private static final int FEW = 3;

    private final FileSnapshot before;
    private final FileTable table;
    private final BitSet news = new BitSet();
    private int changed;
    private int letters;
    private int zeros;
    private int kept;

    private FileDamage(FileSnapshot before, FileTable table) {
        this.before = before;
        this.table = table;
    }

    /** Returns what happened to a file since a reading; empty when it is no damage. */
    public static Optional<String> of(FileSnapshot before, FileTable table) {
        return new FileDamage(before, table).found();
    }

    private Optional<String> found() {
        for (int row = 0; row < table.size(); row++) {
            compare(before.find(table, row), row);
        }
        if (letters > 0 && letters * 2 > changed) {
            return Optional.of(
                    letters + " of " + changed + " changed rows have question marks or other signs instead of letters");
        }
        if ((zeros > 1 || zeros == 1 && kept == 0) && zeros * 2 > changed) {
            return Optional.of(zeros + " of " + changed + " changed rows lost leading zeros of numbers");
        }
        return ids();
    }

    private void compare(int number, int row) {
        long was = number < 0 ? FileSnapshot.ABSENT : before.fingerprint(number);
        if (was == FileSnapshot.ABSENT) {
            news.set(row);
            return;
        }
        if (was == table.fingerprint(row)) {
            kept += before.zeros(number) > 0 ? 1 : 0;
            return;
        }
        news.set(row);
        changed += before.shape(number) == 0 ? 0 : 1; // of a row that Talk wrote last, nothing else is known
        if (before.shape(number) == table.shape(row)) {
            letters += table.letters(row) < before.letters(number) ? 1 : 0;
            zeros += table.letters(row) >= before.letters(number) && table.zeros(row) < before.zeros(number) ? 1 : 0;
        }
    }

    private Optional<String> ids() {
        Map<Long, Integer> owners = owners();
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        int moved = 0;
        int replaced = 0;
        for (int row = news.nextSetBit(0); row >= 0; row = news.nextSetBit(row + 1)) {
            Integer owner = owners.get(table.fingerprint(row));
            int number = before.find(table, row);
            if (owner == null || owner == number || table.ids().isNone(row)) {
                continue;
            }
            boolean known = number >= 0 && before.fingerprint(number) != FileSnapshot.ABSENT;
            moved += known ? 1 : 0;
            replaced += !known && table.ids().find(before.ids(), owner) < 0 ? 1 : 0;
        }
        if (moved >= FEW && moved * 2 > changed) {
            return Optional.of(moved + " of " + changed + " changed rows have the ids of other rows");
        }
        if (replaced < FEW) {
            return Optional.empty();
        }
        List<String> gone = before.goneFrom(table);
        int followed = before.respelt(table, gone).size();
        return replaced > followed && replaced * 2 > gone.size()
                ? Optional.of(replaced + " rows are there under another id than before")
                : Optional.empty();
    }

    /**
     * Returns the numbers of the records that had the contents of new and changed rows, without contents that several
     * records shared.
     */
    private Map<Long, Integer> owners() {
        long[] wanted = news.stream().mapToLong(table::fingerprint).sorted().toArray();
        Map<Long, Integer> owners = new HashMap<>();
        Set<Long> shared = new HashSet<>();
        for (int number = 0; wanted.length > 0 && number < before.ids().size(); number++) {
            long content = before.fingerprint(number);
            if (content != FileSnapshot.ABSENT
                    && Arrays.binarySearch(wanted, content) >= 0
                    && owners.putIfAbsent(content, number) != null) {
                shared.add(content);
            }
        }
        owners.keySet().removeAll(shared);
        return owners;
    }
}

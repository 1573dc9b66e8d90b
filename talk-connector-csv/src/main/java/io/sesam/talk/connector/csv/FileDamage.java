package io.sesam.talk.connector.csv;

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
final class FileDamage {
    private static final int FEW = 3;

    private final FileSnapshot before;
    private final FileTable table;
    private int changed;
    private int letters;
    private int zeros;
    private int kept;

    private FileDamage(FileSnapshot before, FileTable table) {
        this.before = before;
        this.table = table;
    }

    /** Returns what happened to a file since a reading; empty when it is no damage. */
    static Optional<String> of(FileSnapshot before, FileTable table) {
        return new FileDamage(before, table).found();
    }

    private Optional<String> found() {
        for (int row = 0; row < table.size(); row++) {
            compare(before.mark(table.id(row)), table.mark(row));
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

    private void compare(RowMark was, RowMark now) {
        if (was.fingerprint() == FileSnapshot.ABSENT || was.fingerprint() == now.fingerprint()) {
            kept += was.zeros() > 0 && was.fingerprint() == now.fingerprint() ? 1 : 0;
            return;
        }
        changed += was.shape() == RowMark.UNKNOWN ? 0 : 1; // of a row that Talk wrote last, nothing else is known
        if (was.shape() == now.shape()) {
            letters += now.letters() < was.letters() ? 1 : 0;
            zeros += now.letters() >= was.letters() && now.zeros() < was.zeros() ? 1 : 0;
        }
    }

    private Optional<String> ids() {
        Map<Long, String> owners = owners();
        int moved = 0;
        int replaced = 0;
        for (int row = 0; row < table.size(); row++) {
            String id = table.id(row);
            String owner = owners.get(table.fingerprint(row));
            if (owner == null || owner.equals(id) || id.isEmpty()) {
                continue;
            }
            boolean known = before.mark(id).fingerprint() != FileSnapshot.ABSENT;
            moved += known && before.mark(id).fingerprint() != table.fingerprint(row) ? 1 : 0;
            replaced += !known && table.ids().find(owner) < 0 ? 1 : 0;
        }
        if (moved >= FEW && moved * 2 > changed) {
            return Optional.of(moved + " of " + changed + " changed rows have the ids of other rows");
        }
        List<String> gone = before.goneFrom(table);
        int followed = before.respelt(table, gone).size();
        return replaced >= FEW && replaced > followed && replaced * 2 > gone.size()
                ? Optional.of(replaced + " rows are there under another id than before")
                : Optional.empty();
    }

    /** Returns the ids by content, without contents that several records share. */
    private Map<Long, String> owners() {
        Map<Long, String> owners = new HashMap<>();
        Set<Long> shared = new HashSet<>();
        for (String id : before.records()) {
            long content = before.mark(id).fingerprint();
            if (owners.putIfAbsent(content, id) != null) {
                shared.add(content);
            }
        }
        owners.keySet().removeAll(shared);
        return owners;
    }
}

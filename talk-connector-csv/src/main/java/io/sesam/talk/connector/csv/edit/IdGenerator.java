package io.sesam.talk.connector.csv.edit;

import io.sesam.talk.connector.csv.disk.Fingerprint;
import io.sesam.talk.connector.csv.history.FileSnapshot;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.connector.csv.table.IdIndex;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A generator of short record ids. Made of letters and digits such that no spreadsheet takes one for a number, a date
 * or a formula, and no reader for a word.
 */
public final class IdGenerator {
    private static final String LETTERS = "bcdfghjkmnpqrstvwxz";
    private static final String ALL = LETTERS + "23456789";
    private static final int SHORT = 10;
    private static final int LONG = 13;

    private final RandomGenerator random;
    private final Predicate<String> taken;
    private final long salt;
    private final IdIndex made = new IdIndex();
    private final Map<Long, String> lost;

    /**
     * Creates a generator for a table.
     *
     * @param random the random source
     * @param table its ids are not generated again
     * @param known further ids that are not generated again
     * @param lost ids that the file lost, by the contents of their rows
     */
    public IdGenerator(RandomGenerator random, FileTable table, Predicate<String> known, Map<Long, String> lost) {
        this.random = random;
        this.taken = id -> table.ids().find(id) >= 0 || known.test(id);
        this.lost = new HashMap<>(lost);
        // With a fixed seed, as in tests, another table still gets other ids.
        byte[] hash = table.image().hashWith(new byte[0]);
        this.salt = Fingerprint.of(hash, 0, hash.length);
    }

    /** Returns the ids that the file lost, by the contents of their rows; without contents that several rows have. */
    public static Map<Long, String> lost(FileSnapshot before, FileTable table) {
        Map<Long, String> lost = new HashMap<>();
        Set<Long> shared = new HashSet<>();
        for (String id : before.goneFrom(table)) {
            long content = before.fingerprint(id);
            if (lost.put(content, id) != null) {
                shared.add(content);
            }
        }
        lost.keySet().removeAll(shared);
        return lost;
    }

    /**
     * Returns the ids of rows, by the order of the rows: the id that a row had before an export dropped the ids, or a
     * new one.
     */
    public IdIndex of(FileTable table, int[] rows) {
        IdIndex ids = new IdIndex();
        for (int row : rows) {
            String before = lost.remove(table.fingerprint(row));
            ids.add(before == null ? next() : before);
        }
        return ids;
    }

    public String next() {
        String id = spell(random.nextLong() ^ salt, SHORT);
        if (taken.test(id) || made.find(id) >= 0) {
            return next();
        }
        made.add(id);
        return id;
    }

    /**
     * Returns the fixed id of an operation. Always the same for one operation, so that a repeated insert finds the row
     * it created.
     */
    public static String ofOperation(String operation) {
        byte[] digest = Fingerprint.sha256().digest(operation.getBytes(StandardCharsets.UTF_8));
        return spell(Fingerprint.of(digest, 0, digest.length), LONG);
    }

    private static String spell(long number, int length) {
        StringBuilder id = new StringBuilder();
        long rest = number;
        while (id.length() < length) {
            String alphabet = id.isEmpty() ? LETTERS : ALL;
            id.append(alphabet.charAt((int) Long.remainderUnsigned(rest, alphabet.length())));
            rest = Long.divideUnsigned(rest, alphabet.length());
        }
        return id.toString();
    }
}

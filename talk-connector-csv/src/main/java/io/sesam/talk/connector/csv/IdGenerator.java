package io.sesam.talk.connector.csv;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Makes ids up: short, and of letters and digits that no spreadsheet takes for a number, a date or a formula, and that
 * nobody takes for a word.
 */
final class IdGenerator {
    private static final String LETTERS = "bcdfghjkmnpqrstvwxz";
    private static final String ALL = LETTERS + "23456789";
    private static final int SHORT = 10;
    private static final int LONG = 13;

    private final RandomGenerator random;
    private final Predicate<String> taken;
    private final long salt;
    private final Set<String> made = new HashSet<>();

    /**
     * Ids for rows of a table.
     *
     * @param random the dice
     * @param table no id of it is made again
     * @param known nor one of these
     */
    IdGenerator(RandomGenerator random, FileTable table, Predicate<String> known) {
        this.random = random;
        this.taken = id -> table.ids().find(id) >= 0 || known.test(id);
        // With dice that always fall alike, as in tests, another table still gets other ids.
        byte[] bytes = table.image().bytes();
        this.salt = Fingerprint.of(bytes, 0, bytes.length);
    }

    String next() {
        String id = spell(random.nextLong() ^ salt, SHORT);
        return taken.test(id) || !made.add(id) ? next() : id;
    }

    /** Always the same for one operation: when it is asked again it finds what it inserted (R21). */
    static String ofOperation(String operation) {
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

package io.sesam.talk.http;

import io.sesam.talk.model.Fields;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.RecordSnapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hashes of returned records that may appear again. Some from the previous reading, the others from this one. Holds as
 * many as fit into a position; records beyond that are returned again, which costs one comparison each.
 */
final class SeenRecords {
    private static final int MOST = 7_000;
    private static final int BYTES = 6;
    private static final int LETTERS = BYTES * 4 / 3;

    private final Set<String> before;
    private final Set<String> now;

    private SeenRecords(Set<String> before, Set<String> now) {
        this.before = before;
        this.now = now;
    }

    static SeenRecords parse(String before, String now) {
        return new SeenRecords(marks(before), marks(now));
    }

    private static Set<String> marks(String text) {
        Set<String> marks = new LinkedHashSet<>();
        for (int from = 0; from + LETTERS <= text.length(); from += LETTERS) {
            marks.add(text.substring(from, from + LETTERS));
        }
        return marks;
    }

    /** Reports whether a record was returned with this content. */
    boolean has(String mark) {
        return before.contains(mark) || now.contains(mark);
    }

    /**
     * Selects the changes that were not returned before, and remembers those that the next reading may show again.
     *
     * @param since where the next reading begins
     */
    List<Change> fresh(List<? extends Change> changes, Instant since) {
        List<Change> fresh = new ArrayList<>();
        for (Change change : changes) {
            String mark = mark(change);
            if (!has(mark)) {
                fresh.add(change);
            }
            boolean mayReturn = !(change instanceof RecordSnapshot record)
                    || record.modified().filter(since::isAfter).isEmpty();
            if (mayReturn) {
                add(mark);
            }
        }
        return fresh;
    }

    void add(String mark) {
        before.remove(mark);
        now.add(mark);
        if (before.size() + now.size() > MOST) {
            Iterator<String> oldest = before.isEmpty() ? now.iterator() : before.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Forgets records that this reading did not list. */
    SeenRecords atRest() {
        return new SeenRecords(now, new LinkedHashSet<>());
    }

    String before() {
        return String.join("", before);
    }

    String now() {
        return String.join("", now);
    }

    /** Returns the hash of a change. */
    static String mark(Change change) {
        return change instanceof RecordSnapshot record
                ? mark(record)
                : hashed(change.getClass().getSimpleName() + change.id());
    }

    /**
     * Returns the hash of a record, its content and its time: a record that was changed and changed back is news, because
     * Talk may have written in between.
     */
    static String mark(RecordSnapshot record) {
        Fields fields = record.fields();
        StringBuilder content = new StringBuilder(record.id());
        record.modified().ifPresent(time -> content.append('\0').append(time));
        for (int i = 0; i < fields.schema().size(); i++) {
            Object slot = fields.slot(i);
            content.append('\0').append(slot == null ? "\1" : Fields.textOf(slot));
        }
        return hashed(content.toString());
    }

    private static String hashed(String content) {
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash(content), BYTES));
    }

    /**
     * Returns an order-independent checksum part of an id. The sums of two lists are equal only when they hold the same
     * ids.
     */
    static long sum(String id) {
        byte[] hash = hash(id);
        long sum = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            sum = sum << 8 | hash[i] & 0xff;
        }
        return sum;
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

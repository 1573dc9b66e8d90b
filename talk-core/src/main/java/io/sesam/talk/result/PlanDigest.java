package io.sesam.talk.result;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The fingerprints of a plan's changes.
 *
 * <p>Eight bytes for each change: system, type, record, old and new values. A digest can be written to a file and applied by another
 * process; it holds no values of people. Immutable.
 */
public final class PlanDigest {
    private static final String HEAD = "talk plan 1, changes: ";

    private final long[] fingerprints;

    private PlanDigest(long[] fingerprints) {
        this.fingerprints = fingerprints;
    }

    /** Takes changes as they are planned. For one thread. */
    public static final class Builder {
        private long[] fingerprints = new long[64];
        private int size;

        /** Starts without changes. */
        public Builder() {}

        public void add(PlannedChange change) {
            add(fingerprint(change));
        }

        private void add(long fingerprint) {
            if (size == fingerprints.length) {
                fingerprints = Arrays.copyOf(fingerprints, 2 * size);
            }
            fingerprints[size++] = fingerprint;
        }

        public PlanDigest build() {
            long[] sorted = Arrays.copyOf(fingerprints, size);
            Arrays.sort(sorted);
            return new PlanDigest(sorted);
        }
    }

    /** How many changes there are. */
    public long size() {
        return fingerprints.length;
    }

    /** Whether the plan has exactly this change. */
    public boolean has(PlannedChange change) {
        return Arrays.binarySearch(fingerprints, fingerprint(change)) >= 0;
    }

    /** Writes it as text, a line for each change; does not close the writer. */
    public void write(Writer writer) throws IOException {
        BufferedWriter lines = new BufferedWriter(writer);
        lines.write(HEAD + fingerprints.length + "\n");
        for (long fingerprint : fingerprints) {
            lines.write(HexFormat.of().toHexDigits(fingerprint));
            lines.write('\n');
        }
        lines.flush();
    }

    /**
     * Reads what {@link #write} wrote; does not close the reader.
     *
     * @throws TalkException UNREADABLE when it is something else, or not whole
     */
    public static PlanDigest read(Reader reader) throws IOException {
        BufferedReader lines = new BufferedReader(reader);
        String head = lines.readLine();
        if (head == null || !head.startsWith(HEAD)) {
            throw unreadable("it is no plan of this version of Talk");
        }
        Builder digest = new Builder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                digest.add(HexFormat.fromHexDigitsToLong(line));
            }
            if (digest.size != Long.parseLong(head.substring(HEAD.length()))) {
                throw unreadable("it is not whole");
            }
        } catch (IllegalArgumentException e) {
            throw unreadable("it was changed");
        }
        return digest.build();
    }

    private static TalkException unreadable(String why) {
        return new TalkException(ErrorCode.UNREADABLE, "the plan cannot be read: " + why + "; make it anew");
    }

    private static long fingerprint(PlannedChange change) {
        StringBuilder text = new StringBuilder();
        append(text, change.system().value());
        append(text, change.type().name());
        append(text, change.kind().name());
        append(text, change.recordId().map(id -> "=" + id).orElse(""));
        append(text, change.golden().toString());
        append(text, change.before());
        append(text, change.after());
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static void append(StringBuilder text, Fields fields) {
        for (int i = 0; i < fields.schema().size(); i++) {
            Object slot = fields.slot(i);
            if (slot != null) {
                append(text, fields.schema().property(i).name());
                append(text, slot == Blank.BLANK ? "" : "=" + Fields.textOf(slot));
            }
        }
        append(text, "");
    }

    /** With its length before it, so that two texts are never mistaken for two others. */
    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlanDigest digest && Arrays.equals(fingerprints, digest.fingerprints);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fingerprints);
    }

    /** How much it is of. */
    @Override
    public String toString() {
        return fingerprints.length + " changes";
    }
}

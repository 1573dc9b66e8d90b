package io.sesam.talk.merge;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of source records, golden records and links.
 *
 * <p>For files and shuffles of a merge that outgrows one memory. Nothing is lost: values in the spelling of their system
 * and in normal form, all times, stamps and further match values. A checksum finds damage, and bytes of a newer version
 * or another schema are refused by name. Safe for use by several threads.
 *
 * <p>Bytes are made for one merge, not for an archive: a later Talk reads them only as long as {@link #VERSION} is the
 * same.
 */
@Experimental
public final class RecordCodec {
    /** The version of the bytes. */
    public static final int VERSION = 1;

    private static final int HEAD = 6;
    private static final int CHECKSUM = 4;
    private static final int SMALL = 192;
    /** No more names of systems than these are remembered. */
    private static final int MOST_NAMES = 1_000;

    private static final int STAMPED = 1;
    private static final int NORMALISED = 2;
    private static final int SPELT = 4;
    private static final int MATCHING = 8;
    private static final int MODIFIED = 16;
    private static final int CREATED = 32;
    private static final int SEEN = 64;

    private final Schema schema;
    private final SlotCodec slots;
    private final int fingerprint;
    private final Map<String, SystemName> systems = new ConcurrentHashMap<>();

    private RecordCodec(Schema schema) {
        this.schema = schema;
        this.slots = new SlotCodec(schema);
        this.fingerprint = fingerprint(schema);
    }

    /** Creates a codec for the records of a schema. */
    public static RecordCodec of(Schema schema) {
        return new RecordCodec(schema);
    }

    /** Returns the schema of the records. */
    public Schema schema() {
        return schema;
    }

    /** Encodes a record of the schema. */
    public byte[] encode(SourceRecord record) {
        ByteWriter out = begin('R', SMALL);
        write(record, out);
        return end(out);
    }

    /**
     * Decodes a record.
     *
     * @throws TalkException UNREADABLE when the bytes are damaged, of a newer version or of another schema
     */
    public SourceRecord record(byte[] bytes) {
        return decode(bytes, 'R', "source record", this::readRecord);
    }

    /** Encodes a golden record with its members and its provenance. */
    public byte[] encode(GoldenRecord golden) {
        ByteWriter out = begin('G', SMALL * (1 + golden.size()));
        out.text(golden.id().value());
        slots.write(golden.values(), null, out);
        out.number(golden.size());
        for (int i = 0; i < golden.size(); i++) {
            write(golden.member(i), out);
        }
        for (int i = 0; i < schema.size(); i++) {
            out.number(golden.winner(i) + 1);
            if (golden.winner(i) >= 0) {
                out.text(golden.rule(i));
            }
        }
        return end(out);
    }

    /**
     * Decodes a golden record.
     *
     * @throws TalkException UNREADABLE when the bytes are damaged, of a newer version or of another schema
     */
    public GoldenRecord golden(byte[] bytes) {
        return decode(bytes, 'G', "golden record", this::readGolden);
    }

    /** Encodes a link between two records of the schema's type. */
    public byte[] encode(Link link) {
        ByteWriter out = begin('L', SMALL);
        write(link.first(), out);
        write(link.second(), out);
        out.text(link.origin().name());
        return end(out);
    }

    /**
     * Decodes a link.
     *
     * @throws TalkException UNREADABLE when the bytes are damaged, of a newer version or of another schema
     */
    public Link link(byte[] bytes) {
        return decode(bytes, 'L', "link", in -> new Link(readRef(in), readRef(in), Link.Origin.valueOf(in.text())));
    }

    private ByteWriter begin(char form, int capacity) {
        return new ByteWriter(capacity).octet(VERSION).octet(form).word(fingerprint);
    }

    private static byte[] end(ByteWriter out) {
        return out.word(checksum(out.array(), out.length())).copy();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** Reads the body of some bytes. */
    @FunctionalInterface
    private interface Body<T> {
        T read(ByteReader in);
    }

    private <T> T decode(byte[] bytes, char form, String what, Body<T> body) {
        if (bytes.length > 0 && (bytes[0] & 0xff) > VERSION) {
            throw unreadable("a " + what + " is in version " + (bytes[0] & 0xff)
                    + " of its encoding, and this Talk reads version " + VERSION
                    + "; use one version of Talk for all steps of a merge");
        }
        int end = bytes.length - CHECKSUM;
        if (end < HEAD
                || bytes[0] != VERSION
                || new ByteReader(bytes, end, bytes.length).word() != checksum(bytes, end)) {
            throw damaged(what, bytes.length);
        }
        ByteReader in = new ByteReader(bytes, 1, end);
        int found = in.octet();
        if (found != form) {
            throw unreadable("expected the bytes of a " + what + ", but they are of the form '" + (char) found + "'");
        }
        if (in.word() != fingerprint) {
            throw unreadable("a " + what + " was encoded with another schema than that of the type " + schema.type()
                    + " here; declare the same properties, in the same order, in all steps of a merge");
        }
        try {
            T decoded = body.read(in);
            if (in.isAtEnd()) {
                return decoded;
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException | DateTimeException e) {
            throw damaged(what, bytes.length);
        }
        throw damaged(what, bytes.length);
    }

    private static TalkException damaged(String what, int length) {
        return unreadable("the bytes of a " + what + " (" + length
                + " of them) are damaged or cut off; run the step again that wrote them");
    }

    private static TalkException unreadable(String message) {
        return new TalkException(ErrorCode.UNREADABLE, message);
    }

    private void write(RecordRef ref, ByteWriter out) {
        if (!ref.type().equals(schema.type())) {
            throw new IllegalArgumentException(
                    ref.type() + " records cannot be encoded with the schema of the type " + schema.type());
        }
        out.text(ref.system().value()).text(ref.id());
    }

    private RecordRef readRef(ByteReader in) {
        return new RecordRef(system(in.text()), schema.type(), in.text());
    }

    private SystemName system(String name) {
        SystemName known = systems.get(name);
        if (known == null) {
            known = new SystemName(name);
            if (systems.size() < MOST_NAMES) {
                systems.put(name, known);
            }
        }
        return known;
    }

    @SuppressWarnings("ReferenceEquality") // the same object where the spelling is the normal form
    private void write(SourceRecord record, ByteWriter out) {
        if (!record.rawValues().schema().equals(schema)) {
            throw new IllegalArgumentException(
                    "the record " + record + " has another schema than the codec for " + schema.type());
        }
        boolean normalized = record.isNormalized(); // asked once: another thread may normalise the record meanwhile
        boolean spelt = normalized && record.spelling() != record.values();
        out.octet((record.isPlain() ? 0 : STAMPED)
                | (normalized ? NORMALISED : 0)
                | (spelt ? SPELT : 0)
                | (record.matchValues().isEmpty() ? 0 : MATCHING)
                | (record.modified() == SourceRecord.NEVER ? 0 : MODIFIED)
                | (record.created() == SourceRecord.NEVER ? 0 : CREATED)
                | (record.firstSeen() == SourceRecord.NEVER ? 0 : SEEN));
        write(record.ref(), out);
        writeTime(record.modified(), out);
        writeTime(record.created(), out);
        writeTime(record.firstSeen(), out);
        slots.write(record.rawValues(), null, out);
        if (normalized) {
            slots.write(record.values(), record.rawValues(), out);
        }
        if (spelt) {
            slots.write(record.spelling(), record.values(), out);
        }
        if (!record.isPlain()) {
            write(record.stamps(), out);
        }
        if (!record.matchValues().isEmpty()) {
            write(record.matchValues(), out);
        }
    }

    private static void writeTime(long time, ByteWriter out) {
        if (time != SourceRecord.NEVER) {
            out.time(time);
        }
    }

    private void write(Stamps stamps, ByteWriter out) {
        for (int i = 0; i < schema.size(); i++) {
            out.time(stamps.time(i)).number(stamps.marks(i));
            slots.write(i, stamps.written(i), null, out);
        }
    }

    private static void write(Map<String, List<String>> matchValues, ByteWriter out) {
        out.number(matchValues.size());
        new TreeMap<>(matchValues).forEach((property, values) -> {
            out.text(property).number(values.size());
            values.forEach(out::text);
        });
    }

    private SourceRecord readRecord(ByteReader in) {
        int flags = in.octet();
        RecordRef ref = readRef(in);
        long modified = (flags & MODIFIED) == 0 ? SourceRecord.NEVER : in.time();
        long created = (flags & CREATED) == 0 ? SourceRecord.NEVER : in.time();
        long seen = (flags & SEEN) == 0 ? SourceRecord.NEVER : in.time();
        Fields rawValues = slots.read(null, in);
        Fields values = (flags & NORMALISED) == 0 ? null : slots.read(rawValues, in);
        Fields spelt = (flags & SPELT) == 0 || values == null ? null : slots.read(values, in);
        Stamps stamps = (flags & STAMPED) == 0 ? null : readStamps(in);
        SourceRecord record = SourceRecord.remembered(ref, rawValues, modified, created, seen, stamps);
        if ((flags & MATCHING) != 0) {
            record = record.matching(readMatchValues(in));
        }
        if (values != null) {
            record = record.normalized(values);
        }
        return spelt == null ? record : record.spelt(spelt);
    }

    private Stamps readStamps(ByteReader in) {
        long[] times = new long[schema.size()];
        int[] marks = new int[schema.size()];
        @Nullable Object[] written = new Object[schema.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = in.time();
            marks[i] = in.number();
            written[i] = slots.read(i, null, in);
        }
        return Stamps.of(times, marks, written);
    }

    private static Map<String, List<String>> readMatchValues(ByteReader in) {
        Map<String, List<String>> further = new HashMap<>();
        for (int left = in.number(); left > 0; left--) {
            String property = in.text();
            List<String> values = new ArrayList<>();
            for (int more = in.number(); more > 0; more--) {
                values.add(in.text());
            }
            further.put(property, List.copyOf(values));
        }
        return further;
    }

    private GoldenRecord readGolden(ByteReader in) {
        GoldenId id = new GoldenId(in.text());
        Fields values = slots.read(null, in);
        List<SourceRecord> members = new ArrayList<>();
        for (int left = in.number(); left > 0; left--) {
            members.add(readRecord(in));
        }
        int[] winners = new int[schema.size()];
        String[] rules = new String[schema.size()];
        for (int i = 0; i < winners.length; i++) {
            winners[i] = in.number() - 1;
            rules[i] = winners[i] < 0 ? "" : in.text();
            if (winners[i] >= members.size()) {
                throw new IndexOutOfBoundsException(winners[i]);
            }
        }
        return GoldenRecord.over(id, values, members.toArray(SourceRecord[]::new), winners, rules);
    }

    private static int fingerprint(Schema schema) {
        StringBuilder text = new StringBuilder(schema.type().name());
        for (Property property : schema.properties()) {
            text.append(' ')
                    .append(property.name())
                    .append(' ')
                    .append(property.kind())
                    .append(' ')
                    .append(property.target().map(EntityType::name).orElse(""));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return checksum(bytes, bytes.length);
    }
}

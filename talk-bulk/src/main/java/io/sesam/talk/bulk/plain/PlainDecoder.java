package io.sesam.talk.bulk.plain;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes objects of plain records. For one thread. */
public final class PlainDecoder {
    private final PlainLayout layout;
    private byte[] bytes = new byte[0];
    private int at;

    /** Creates a decoder of records of a layout. */
    public PlainDecoder(PlainLayout layout) {
        this.layout = layout;
    }

    /** Decodes a record, normalised. */
    public SourceRecord record(byte[] array, int offset) {
        bytes = array;
        at = offset;
        int system = octet() & PlainTags.FORM;
        String id = text();
        long modified = bits();
        String[] keys = new String[octet()];
        for (int i = 0; i < keys.length; i++) {
            octet();
            keys[i] = text();
            at += i == 0 ? 0 : Long.BYTES;
        }
        Schema schema = layout.schema();
        @Nullable Object[] slots = new Object[schema.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = slot(i, keys);
        }
        return Normalizer.normalize(SourceRecord.at(
                new RecordRef(layout.systems().get(system), schema.type(), id), Fields.over(schema, slots), modified));
    }

    private @Nullable Object slot(int property, String[] keys) {
        return switch (octet() & PlainTags.FORM) {
            case PlainTags.UNKNOWN -> null;
            case PlainTags.BLANK -> Blank.BLANK;
            case PlainTags.SAME, PlainTags.NOTHING -> text();
            case PlainTags.KEY -> keys[octet()];
            case PlainTags.THREE -> said(2);
            case PlainTags.KEYED -> {
                octet();
                yield said(1);
            }
            case PlainTags.CASED -> {
                octet();
                yield text();
            }
            case PlainTags.WORD -> word(property);
            case PlainTags.REFERENCE ->
                new Reference(layout.schema().property(property).target().orElseThrow(), text());
            default -> throw new IllegalStateException("a record of the work directory cannot be decoded");
        };
    }

    /** Returns a text, and skips others after it. */
    private String said(int others) {
        String said = text();
        for (int i = 0; i < others; i++) {
            text();
        }
        return said;
    }

    private Object word(int property) {
        return Objects.requireNonNull(layout.vocabulary(property)).word(number());
    }

    private int octet() {
        return bytes[at++] & 0xff;
    }

    private int number() {
        int value = 0;
        int shift = 0;
        int octet = octet();
        while (octet >= 0x80) {
            value |= (octet & 0x7f) << shift;
            shift += 7;
            octet = octet();
        }
        return value | octet << shift;
    }

    private long bits() {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | octet();
        }
        return value;
    }

    private String text() {
        int count = number();
        at += count;
        return new String(bytes, at - count, count, StandardCharsets.UTF_8);
    }
}

package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.ByteWords;
import io.sesam.talk.bulk.work.Frames;
import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.model.SystemName;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes of one plain record, with the hashes of its reference and keys; used again for the next one. */
public final class PlainRecord {
    private static final VarHandle BITS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LETTER_BYTES = 3;

    private final PlainLayout layout;
    private byte[] bytes = new byte[512];
    private int length;
    private long[] keys = new long[8];
    private int keyCount;
    private long reference;
    /** For each property the number of the key that is its value, or -1. */
    private final int[] keyOfProperty;

    private @Nullable SystemName system;
    private int systemNumber;
    private long systemHash;

    PlainRecord(PlainLayout layout) {
        this.layout = layout;
        this.keyOfProperty = new int[layout.size()];
    }

    /** Returns the array of the record after room for its place; valid until the next record. */
    public byte[] array() {
        return bytes;
    }

    /** Returns the length of the record with its place. */
    public int length() {
        return length;
    }

    /** Returns the hash of the record's reference. */
    public long reference() {
        return reference;
    }

    /** Returns the number of the record's match keys. */
    public int keyCount() {
        return keyCount;
    }

    /** Returns the hash of a match key. */
    public long key(int index) {
        return keys[index];
    }

    /** Begins a record; false when there are too many systems. */
    boolean begin(SystemName name) {
        if (!name.equals(system)) {
            system = name;
            systemNumber = layout.number(name);
            systemHash = Hashes.referenceOf(name.value());
        }
        length = Frames.RECORD;
        keyCount = 0;
        for (int i = 0; i < keyOfProperty.length; i++) {
            keyOfProperty[i] = -1;
        }
        return systemNumber >= 0;
    }

    void room(int more) {
        if (bytes.length - length < more + ByteWords.SLACK) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more + ByteWords.SLACK));
        }
    }

    /** Adds a byte; there must be {@link #room} for it, as for all that has few bytes. */
    void octet(int value) {
        bytes[length++] = (byte) value;
    }

    void number(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void bits(long value) {
        BITS.set(bytes, length, value);
        length += Long.BYTES;
    }

    /** Adds the id, in UTF-8. */
    void id(byte[] text, int from, int to, boolean isQuoted) {
        octet(isQuoted ? systemNumber | PlainTags.QUOTED : systemNumber);
        copy(text, from, to);
        reference = Hashes.mixed(Hashes.bytes(systemHash, bytes, length - (to - from), length));
    }

    /** Adds a text in UTF-8, after which more bytes follow in its array. */
    void copy(byte[] text, int from, int to) {
        number(to - from);
        length = ByteWords.copy(text, from, bytes, length, to - from);
    }

    /** Adds a text of ASCII letters in lower case. */
    void copyLower(byte[] text, int from, int to) {
        number(to - from);
        length = ByteWords.copyLower(text, from, bytes, length, to - from);
    }

    /** Adds a text; false where UTF-8 loses a letter, or has another order. */
    boolean text(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isSurrogate(letter)) {
                return false;
            }
            size += letter < 0x80 ? 1 : letter < 0x800 ? 2 : LETTER_BYTES;
        }
        room(size + 5);
        number(size);
        for (int i = 0; i < text.length(); i++) {
            int letter = text.charAt(i);
            if (letter < 0x80) {
                bytes[length++] = (byte) letter;
            } else if (letter < 0x800) {
                bytes[length++] = (byte) (0xc0 | letter >> 6);
                bytes[length++] = (byte) (0x80 | letter & 0x3f);
            } else {
                bytes[length++] = (byte) (0xe0 | letter >> 12);
                bytes[length++] = (byte) (0x80 | letter >> 6 & 0x3f);
                bytes[length++] = (byte) (0x80 | letter & 0x3f);
            }
        }
        return true;
    }

    /** Returns the place of the number of keys, which is set when all are added. */
    int beginKeys() {
        room(1);
        octet(0);
        return length - 1;
    }

    void endKeys(int place) {
        bytes[place] = (byte) keyCount;
    }

    /** Notes the key that was added last, as a rule and a text. */
    void key(int rule, int property, long hash, boolean isNormal) {
        if (isNormal && property >= 0 && layout.ruleOfProperty(property) == rule && keyOfProperty[property] < 0) {
            keyOfProperty[property] = keyCount;
        }
        if (keyCount > 0) {
            room(Long.BYTES);
            bits(hash);
        }
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, keyCount * 2);
        }
        keys[keyCount++] = hash;
    }

    /** Adds a key as a text; false when plain records cannot have it. */
    boolean key(int rule, int property, String key, boolean isNormal) {
        room(1);
        octet(rule);
        boolean fits = text(key);
        key(rule, property, Hashes.key(layout.rules()[rule].name(), key), isNormal);
        return fits;
    }

    /** Returns the number of the key that is the value of a property, or -1. */
    int keyOf(int property) {
        return keyOfProperty[property];
    }
}

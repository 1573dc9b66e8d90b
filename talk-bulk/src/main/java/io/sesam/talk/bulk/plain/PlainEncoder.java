package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.Frames;
import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Reference;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRules;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoder of plain records, from letters or from objects. For one thread.
 *
 * <p>Both ways give the same bytes. From letters, only what needs no care is taken: the other way is for all else.
 */
public final class PlainEncoder {
    /** Below this letter every text is in NFC. */
    private static final char FIRST_COMBINING = '\u0300';

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LETTER_BYTES = 3;
    /** A text of so many letters has its length in one byte, whatever the letters. */
    private static final int SHORT = 63;

    private static final byte[] QUOTING = new byte[128];
    private static final int PLAIN = 1;
    private static final int UPPER = 2;
    private static final byte[] ADDRESS = new byte[128];

    static {
        for (char letter = 0; letter < ADDRESS.length; letter++) {
            boolean upper = letter >= 'A' && letter <= 'Z';
            boolean plain = upper
                    || letter >= 'a' && letter <= 'z'
                    || letter >= '0' && letter <= '9'
                    || "._+-".indexOf(letter) >= 0;
            QUOTING[letter] = (byte) (PlainTags.needsQuotes(letter) ? 1 : 0);
            ADDRESS[letter] = (byte) (plain ? upper ? PLAIN | UPPER : PLAIN : 0);
        }
    }

    private final PlainLayout layout;
    private final MatchRules rules;
    private final long[] ruleHashes;
    private final int[] keyOfProperty;
    private byte[] bytes = new byte[512];
    private int length;
    private long[] keys = new long[8];
    private int keyCount;
    private long reference;
    /** What {@link #address} found in the cell of a property of the row, or -1. */
    private final int[] addresses;

    private @Nullable SystemName system;
    private int systemNumber;
    private long systemHash;

    /** Creates an encoder of records of a layout. */
    public PlainEncoder(PlainLayout layout) {
        this.layout = layout;
        this.rules = layout.policy().rules();
        this.ruleHashes = new long[layout.rules().length];
        for (int i = 0; i < ruleHashes.length; i++) {
            ruleHashes[i] = Hashes.keyOf(layout.rules()[i].name());
        }
        this.keyOfProperty = new int[layout.size()];
        this.addresses = new int[layout.size()];
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

    private boolean begin(SystemName name) {
        if (!name.equals(system)) {
            system = name;
            systemNumber = layout.number(name);
            systemHash = Hashes.referenceOf(name.value());
        }
        length = Frames.RECORD;
        keyCount = 0;
        Arrays.fill(keyOfProperty, -1);
        Arrays.fill(addresses, -1);
        return systemNumber >= 0;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    private void number(int value) {
        room(5);
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void bits(long value) {
        room(Long.BYTES);
        WORDS.set(bytes, length, value);
        length += Long.BYTES;
    }

    // from letters

    /**
     * Encodes a row.
     *
     * @param from for each property where its cell begins, -1 for a missing one
     * @param modified in microseconds since 1970, or {@link SourceRecord#NEVER}
     * @return false when the row needs more care
     */
    public boolean row(SystemName name, char[] text, int idFrom, int idTo, int[] from, int[] to, long modified) {
        if (!layout.hasDirectKeys() || !begin(name) || !id(text, idFrom, idTo)) {
            return false;
        }
        bits(modified);
        int counted = length;
        octet(0);
        for (int rule = 0; rule < ruleHashes.length; rule++) {
            int property = layout.propertyOfRule(rule);
            if (from[property] >= 0 && !key(rule, property, text, from[property], to[property])) {
                return false;
            }
        }
        bytes[counted] = (byte) keyCount;
        for (int i = 0; i < from.length; i++) {
            if (from[i] < 0) {
                octet(PlainTags.UNKNOWN);
            } else if (!cell(i, text, from[i], to[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean id(char[] text, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && Character.isWhitespace(text[begin])) {
            begin++;
        }
        while (end > begin && Character.isWhitespace(text[end - 1])) {
            end--;
        }
        if (begin == end) {
            return false;
        }
        octet(systemNumber);
        number(end - begin);
        room(end - begin);
        long hash = systemHash;
        byte[] out = bytes;
        int at = length;
        int marks = 0;
        for (int i = begin; i < end; i++) {
            char letter = text[i];
            if (letter >= 0x80) {
                return false;
            }
            hash = Hashes.letter(hash, letter);
            marks |= QUOTING[letter];
            out[at++] = (byte) letter;
        }
        length = at;
        if (marks != 0) {
            bytes[Frames.RECORD] |= (byte) PlainTags.QUOTED;
        }
        reference = Hashes.mixed(hash);
        return true;
    }

    /** Adds the key of a cell by a rule, if it has one. */
    private boolean key(int rule, int property, char[] text, int from, int to) {
        if (isBlank(text, from, to)) {
            return true;
        }
        if (layout.kind(property) != Kind.EMAIL) {
            // the key of a text has forms of its own
            String said = new String(text, from, to - from);
            if (!isSimple(text, from, to)) {
                return false;
            }
            String key = layout.form(rule).apply(layout.kind(property), said).orElse(null);
            return key == null || rules.ignores(key) || add(rule, property, key, key.equals(said));
        }
        int found = address(text, from, to);
        addresses[property] = found;
        if (found == 0) {
            return false;
        }
        if (rules.ignoresAny() && rules.ignores(new String(text, from, to - from))) {
            return true;
        }
        octet(rule);
        number(to - from);
        room(to - from);
        long hash = ruleHashes[rule];
        byte[] out = bytes;
        int at = length;
        if ((found & UPPER) == 0) {
            for (int i = from; i < to; i++) {
                hash = Hashes.letter(hash, text[i]);
                out[at++] = (byte) text[i];
            }
        } else {
            for (int i = from; i < to; i++) {
                int letter = text[i];
                letter = letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
                hash = Hashes.letter(hash, letter);
                out[at++] = (byte) letter;
            }
        }
        length = at;
        note(rule, property, Hashes.mixed(hash), true);
        return true;
    }

    private void note(int rule, int property, long hash, boolean isNormal) {
        if (isNormal && property >= 0 && layout.ruleOfProperty(property) == rule && keyOfProperty[property] < 0) {
            keyOfProperty[property] = keyCount;
        }
        if (keyCount > 0) {
            bits(hash);
        }
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, keyCount * 2);
        }
        keys[keyCount++] = hash;
    }

    /** Checks for one address of ASCII letters and nothing else; tells whether some are in upper case. */
    private static int address(char[] text, int from, int to) {
        int at = -1;
        int all = PLAIN;
        for (int i = from; i < to; i++) {
            char letter = text[i];
            if (letter == '@') {
                if (at >= 0) {
                    return 0;
                }
                at = i;
            } else {
                int kind = letter < 0x80 ? ADDRESS[letter] : 0;
                if (kind == 0 || letter == '-' && i > from && text[i - 1] == '-') {
                    return 0;
                }
                all |= kind;
            }
        }
        return at > from && at < to - 1 && text[to - 1] != '.' ? all : 0;
    }

    private static boolean isBlank(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text[i])) {
                return false;
            }
        }
        return true;
    }

    /** Checks for a text that is its own normal form. */
    private static boolean isSimple(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] >= FIRST_COMBINING || text[i] == '\r') {
                return false;
            }
        }
        return isNoSpace(text[from]) && isNoSpace(text[to - 1]);
    }

    private static boolean isNoSpace(char letter) {
        return letter > ' ' && (letter < 0x80 || !Character.isWhitespace(letter) && !Character.isSpaceChar(letter));
    }

    private boolean cell(int property, char[] text, int from, int to) {
        if (isBlank(text, from, to)) {
            octet(PlainTags.BLANK);
            return true;
        }
        return switch (layout.kind(property)) {
            case TEXT -> isSimple(text, from, to) && same(property, text, from, to);
            case EMAIL -> addressCell(property, text, from, to);
            case GENDER, COUNTRY -> word(property, text, from, to);
            case REFERENCE ->
                !layout.isJoined(property) && isSimple(text, from, to) && marked(PlainTags.REFERENCE, text, from, to);
            case DOMAIN -> false;
        };
    }

    private boolean same(int property, char[] text, int from, int to) {
        int key = keyOfProperty[property];
        if (key < 0) {
            return marked(PlainTags.SAME, text, from, to);
        }
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            quoted |= PlainTags.needsQuotes(text[i]);
        }
        octet(quoted ? PlainTags.KEY | PlainTags.QUOTED : PlainTags.KEY);
        octet(key);
        return true;
    }

    private boolean addressCell(int property, char[] text, int from, int to) {
        int found = addresses[property] >= 0 ? addresses[property] : address(text, from, to);
        if (found == 0) {
            return false;
        }
        int key = keyOfProperty[property];
        boolean upper = (found & UPPER) != 0;
        if (key >= 0) {
            octet(upper ? PlainTags.CASED : PlainTags.KEY);
            octet(key);
            if (upper) {
                letters(text, from, to);
            }
            return true;
        }
        if (!upper) {
            return marked(PlainTags.SAME, text, from, to);
        }
        octet(PlainTags.THREE);
        letters(text, from, to);
        letters(text, from, to);
        letters(text, from, to);
        for (int i = length - (to - from); i < length; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                bytes[i] = (byte) (bytes[i] + ('a' - 'A'));
            }
        }
        return true;
    }

    private boolean word(int property, char[] text, int from, int to) {
        Vocabulary vocabulary = layout.vocabulary(property);
        int number = vocabulary == null ? -1 : known(vocabulary, text, from, to);
        if (number < 0) {
            return false;
        }
        octet(PlainTags.WORD);
        number(number);
        return true;
    }

    private static int known(Vocabulary vocabulary, char[] text, int from, int to) {
        int most = Math.min(8, vocabulary.size());
        for (int i = 0; i < most; i++) {
            if (isEqual(vocabulary.said(i), text, from, to)) {
                return i;
            }
        }
        return vocabulary.number(new String(text, from, to - from));
    }

    private static boolean isEqual(String said, char[] text, int from, int to) {
        if (said.length() != to - from) {
            return false;
        }
        for (int i = 0; i < said.length(); i++) {
            if (said.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }

    private boolean marked(int tag, char[] text, int from, int to) {
        int at = length;
        octet(tag);
        if (letters(text, from, to)) {
            bytes[at] |= (byte) PlainTags.QUOTED;
        }
        return true;
    }

    /** Adds letters below the first that may be a surrogate; tells whether they need quotation marks. */
    private boolean letters(char[] text, int from, int to) {
        int size = to - from;
        if (size > SHORT) {
            return longLetters(text, from, to);
        }
        room(2 * size + 1);
        byte[] out = bytes;
        int sized = length;
        int at = length + 1;
        int marks = 0;
        for (int i = from; i < to; i++) {
            int letter = text[i];
            if (letter < 0x80) {
                marks |= QUOTING[letter];
                out[at++] = (byte) letter;
            } else {
                out[at++] = (byte) (0xc0 | letter >> 6);
                out[at++] = (byte) (0x80 | letter & 0x3f);
            }
        }
        out[sized] = (byte) (at - sized - 1);
        length = at;
        return marks != 0;
    }

    private boolean longLetters(char[] text, int from, int to) {
        String letters = new String(text, from, to - from);
        text(letters);
        return needsQuotes(letters);
    }

    // from objects

    /**
     * Encodes a normalised record.
     *
     * @return false when it has something that plain records do not have
     */
    public boolean record(SourceRecord record) {
        if (!record.isPlain()
                || !record.matchValues().isEmpty()
                || record.created() != SourceRecord.NEVER
                || record.firstSeen() != SourceRecord.NEVER
                || !begin(record.ref().system())
                || !id(record.ref().id())) {
            return false;
        }
        bits(record.modified());
        int counted = length;
        octet(0);
        List<String> texts = new ArrayList<>();
        if (!keys(record, texts)) {
            return false;
        }
        bytes[counted] = (byte) keyCount;
        for (int i = 0; i < layout.size(); i++) {
            Object said = record.said().slot(i);
            Object value = record.values().slot(i);
            Object spelt = record.spelling().slot(i);
            if (!slot(i, said, value, spelt, texts)) {
                return false;
            }
        }
        return true;
    }

    private boolean id(String id) {
        if (hasSurrogate(id)) {
            return false;
        }
        reference = Hashes.reference(String.valueOf(system), id);
        octet(needsQuotes(id) ? systemNumber | PlainTags.QUOTED : systemNumber);
        text(id);
        return true;
    }

    private boolean keys(SourceRecord record, List<String> texts) {
        for (int rule = 0; rule < ruleHashes.length; rule++) {
            int property = layout.propertyOfRule(rule);
            Object value = property < 0 ? null : record.values().slot(property);
            for (String key : layout.rules()[rule].keys(record)) {
                if (!rules.ignores(key)) {
                    if (keyCount == Byte.MAX_VALUE || hasSurrogate(key)) {
                        return false;
                    }
                    add(rule, property, key, key.equals(value));
                    texts.add(key);
                }
            }
        }
        return true;
    }

    private boolean add(int rule, int property, String key, boolean isNormal) {
        octet(rule);
        text(key);
        note(rule, property, Hashes.key(layout.rules()[rule].name(), key), isNormal);
        return true;
    }

    private boolean slot(
            int property, @Nullable Object said, @Nullable Object value, @Nullable Object spelt, List<String> texts) {
        if (said == null) {
            octet(PlainTags.UNKNOWN);
            return value == null;
        }
        if (said == Blank.BLANK) {
            octet(PlainTags.BLANK);
            return value == Blank.BLANK;
        }
        if (said instanceof String text) {
            return string(property, text, value, spelt, texts);
        }
        if (said instanceof Reference link) {
            octet(needsQuotes(link.id()) ? PlainTags.REFERENCE | PlainTags.QUOTED : PlainTags.REFERENCE);
            return link.equals(value)
                    && layout.schema()
                            .property(property)
                            .target()
                            .filter(link.type()::equals)
                            .isPresent()
                    && text(link.id());
        }
        Vocabulary vocabulary = layout.vocabulary(property);
        int number = vocabulary == null || said != value ? -1 : vocabulary.number(spelling(said));
        octet(PlainTags.WORD);
        number(Math.max(0, number));
        return number >= 0 && vocabulary != null && vocabulary.word(number).equals(said);
    }

    private static String spelling(Object word) {
        return word instanceof Gender gender
                ? gender.said()
                : word instanceof Country country ? country.said() : word.toString();
    }

    private boolean string(
            int property, String said, @Nullable Object value, @Nullable Object spelt, List<String> texts) {
        if (value == Blank.BLANK && spelt == Blank.BLANK) {
            octet(PlainTags.NOTHING);
            return text(said);
        }
        if (!(value instanceof String normal) || !(spelt instanceof String spelling)) {
            return false;
        }
        int key = keyOfProperty[property];
        boolean keyed = key >= 0 && texts.get(key).equals(normal);
        boolean cased = said.equals(spelling);
        boolean same = cased && said.equals(normal);
        int tag = same
                ? keyed ? PlainTags.KEY : PlainTags.SAME
                : keyed ? cased ? PlainTags.CASED : PlainTags.KEYED : PlainTags.THREE;
        octet(needsQuotes(spelling) ? tag | PlainTags.QUOTED : tag);
        if (keyed) {
            octet(key);
        }
        return switch (tag) {
            case PlainTags.KEY -> true;
            case PlainTags.SAME, PlainTags.CASED -> text(said);
            case PlainTags.KEYED -> text(said) && text(spelling);
            default -> text(said) && text(spelling) && text(normal);
        };
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (PlainTags.needsQuotes(text.charAt(i))) {
                return true;
            }
        }
        return text.isEmpty();
    }

    private static boolean hasSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Adds a text as UTF-8; false where that loses a letter, or where UTF-8 has another order. */
    private boolean text(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isSurrogate(letter)) {
                return false;
            }
            size += letter < 0x80 ? 1 : letter < 0x800 ? 2 : LETTER_BYTES;
        }
        number(size);
        room(size);
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
}

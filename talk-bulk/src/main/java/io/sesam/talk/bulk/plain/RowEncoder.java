package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRules;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The encoder of rows in UTF-8 that need no care. For one thread. */
final class RowEncoder {
    /** What a cell or key has at most beside its letters. */
    private static final int BESIDE = 24;

    // what is known of a byte in a text
    private static final int QUOTED = 1;
    private static final int WIDE = 2;
    private static final int RETURN = 4;
    private static final byte[] TEXT = new byte[256];

    // what is known of a byte in an address
    private static final int AT = 1;
    private static final int UPPER = 2;
    private static final int DASH = 4;
    private static final int OTHER = 8;
    private static final int PLAIN = 16;
    private static final byte[] ADDRESS = new byte[256];

    static {
        for (int letter = 0; letter < TEXT.length; letter++) {
            TEXT[letter] = (byte) ((PlainTags.needsQuotes(letter) ? QUOTED : 0)
                    | (letter >= 0x80 ? WIDE : 0)
                    | (letter == '\r' ? RETURN : 0));
            boolean upper = letter >= 'A' && letter <= 'Z';
            boolean lower = letter >= 'a' && letter <= 'z';
            boolean other = letter >= '0' && letter <= '9' || "._+-@".indexOf(letter) >= 0;
            ADDRESS[letter] = (byte) ((letter == '@' ? AT : 0)
                    | (upper ? UPPER : 0)
                    | (letter == '-' ? DASH : 0)
                    | (upper || lower || other ? 0 : OTHER));
        }
    }

    private final PlainLayout layout;
    private final MatchRules rules;
    private final PlainRecord record;
    private final long[] ruleHashes;
    /** What {@link #address} found in the cell of a property of the row, or -1. */
    private final int[] addresses;

    RowEncoder(PlainLayout layout, PlainRecord record) {
        this.layout = layout;
        this.record = record;
        this.rules = layout.policy().rules();
        this.ruleHashes = new long[layout.rules().length];
        for (int i = 0; i < ruleHashes.length; i++) {
            ruleHashes[i] = Hashes.keyOf(layout.rules()[i].name());
        }
        this.addresses = new int[layout.size()];
    }

    boolean row(SystemName name, byte[] text, int idFrom, int idTo, int[] from, int[] to, long modified) {
        if (!layout.hasDirectKeys() || !record.begin(name) || !id(text, idFrom, idTo)) {
            return false;
        }
        Arrays.fill(addresses, -1);
        record.bits(modified);
        int keys = record.beginKeys();
        for (int rule = 0; rule < ruleHashes.length; rule++) {
            int property = layout.propertyOfRule(rule);
            if (from[property] >= 0 && !key(rule, property, text, from[property], to[property])) {
                return false;
            }
        }
        record.endKeys(keys);
        int letters = 0;
        for (int i = 0; i < from.length; i++) {
            letters += to[i] - from[i];
        }
        record.room(3 * letters + BESIDE * from.length);
        for (int i = 0; i < from.length; i++) {
            if (from[i] < 0) {
                record.octet(PlainTags.UNKNOWN);
            } else if (!cell(i, text, from[i], to[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean id(byte[] text, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && Character.isWhitespace(text[begin])) {
            begin++;
        }
        while (end > begin && Character.isWhitespace(text[end - 1])) {
            end--;
        }
        int marks = marks(text, begin, end);
        if (begin == end || (marks & WIDE) != 0) {
            return false;
        }
        record.room(end - begin + BESIDE);
        record.id(text, begin, end, (marks & QUOTED) != 0);
        return true;
    }

    private static int marks(byte[] text, int from, int to) {
        int marks = 0;
        for (int i = from; i < to; i++) {
            marks |= TEXT[text[i] & 0xff];
        }
        return marks;
    }

    /** Adds the key of a cell by a rule, if it has one. */
    private boolean key(int rule, int property, byte[] text, int from, int to) {
        if (isBlank(text, from, to)) {
            return true;
        }
        if (layout.kind(property) != Kind.EMAIL) {
            return textKey(rule, property, text, from, to);
        }
        int found = address(text, from, to);
        addresses[property] = found;
        if (found == 0) {
            return false;
        }
        if (rules.ignoresAny() && rules.ignores(letters(text, from, to))) {
            return true;
        }
        record.room(to - from + BESIDE);
        record.octet(rule);
        if ((found & UPPER) == 0) {
            record.copy(text, from, to);
        } else {
            record.copyLower(text, from, to);
        }
        int end = record.length();
        long hash = Hashes.mixed(Hashes.bytes(ruleHashes[rule], record.array(), end - (to - from), end));
        record.key(rule, property, hash, true);
        return true;
    }

    /** Adds the key of a text, which may have a form of its own. */
    private boolean textKey(int rule, int property, byte[] text, int from, int to) {
        if (!isSimple(text, from, to, marks(text, from, to))) {
            return false;
        }
        String said = letters(text, from, to);
        String key = layout.form(rule).apply(layout.kind(property), said).orElse(null);
        return key == null || rules.ignores(key) || record.key(rule, property, key, key.equals(said));
    }

    private static String letters(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    /** Checks for one address of ASCII letters and nothing else; tells whether some are in upper case. */
    private static int address(byte[] text, int from, int to) {
        int marks = 0;
        int ats = 0;
        for (int i = from; i < to; i++) {
            int kind = ADDRESS[text[i] & 0xff];
            marks |= kind;
            ats += kind & AT;
        }
        boolean isOne = ats == 1
                && (marks & OTHER) == 0
                && text[from] != '@'
                && text[to - 1] != '@'
                && text[to - 1] != '.'
                && ((marks & DASH) == 0 || !hasTwoDashes(text, from, to));
        return isOne ? marks & UPPER | PLAIN : 0;
    }

    private static boolean hasTwoDashes(byte[] text, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (text[i] == '-' && text[i - 1] == '-') {
                return true;
            }
        }
        return false;
    }

    /** Checks for a blank cell; one of white space outside ASCII is no simple one. */
    private static boolean isBlank(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] > ' ' || !Character.isWhitespace(text[i])) {
                return false;
            }
        }
        return true;
    }

    /** Checks for a text that is its own normal form: below the combining letters, without space around it. */
    private static boolean isSimple(byte[] text, int from, int to, int marks) {
        if (text[from] >= 0 && text[from] <= ' ' || text[to - 1] >= 0 && text[to - 1] <= ' ' || (marks & RETURN) != 0) {
            return false;
        }
        return (marks & WIDE) == 0 || isSimpleWide(text, from, to);
    }

    /** Checks that all letters outside ASCII are below U+0300, of two bytes, and none at an end is a space. */
    private static boolean isSimpleWide(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] < 0) {
                int lead = text[i] & 0xff;
                if (lead < 0xc2 || lead > 0xcb || i + 1 == to || (text[i + 1] & 0xc0) != 0x80) {
                    return false;
                }
                i++;
                if (lead == 0xc2 && (text[i] & 0xff) == 0xa0 && (i == from + 1 || i == to - 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean cell(int property, byte[] text, int from, int to) {
        if (isBlank(text, from, to)) {
            record.octet(PlainTags.BLANK);
            return true;
        }
        return switch (layout.kind(property)) {
            case TEXT -> textCell(property, text, from, to);
            case EMAIL -> addressCell(property, text, from, to);
            case GENDER, COUNTRY -> word(property, text, from, to);
            case REFERENCE -> !layout.isJoined(property) && marked(PlainTags.REFERENCE, text, from, to);
            case DOMAIN -> false;
        };
    }

    private boolean textCell(int property, byte[] text, int from, int to) {
        int key = record.keyOf(property);
        if (key < 0) {
            return marked(PlainTags.SAME, text, from, to);
        }
        record.octet((marks(text, from, to) & QUOTED) != 0 ? PlainTags.KEY | PlainTags.QUOTED : PlainTags.KEY);
        record.octet(key);
        return true;
    }

    private boolean marked(int tag, byte[] text, int from, int to) {
        int marks = marks(text, from, to);
        if (!isSimple(text, from, to, marks)) {
            return false;
        }
        record.octet((marks & QUOTED) != 0 ? tag | PlainTags.QUOTED : tag);
        record.copy(text, from, to);
        return true;
    }

    private boolean addressCell(int property, byte[] text, int from, int to) {
        int found = addresses[property] >= 0 ? addresses[property] : address(text, from, to);
        if (found == 0) {
            return false;
        }
        int key = record.keyOf(property);
        boolean upper = (found & UPPER) != 0;
        if (key >= 0) {
            record.octet(upper ? PlainTags.CASED : PlainTags.KEY);
            record.octet(key);
        } else {
            record.octet(upper ? PlainTags.THREE : PlainTags.SAME);
        }
        if (upper || key < 0) {
            record.copy(text, from, to);
        }
        if (upper && key < 0) {
            record.copy(text, from, to);
            record.copyLower(text, from, to);
        }
        return true;
    }

    private boolean word(int property, byte[] text, int from, int to) {
        Vocabulary vocabulary = layout.vocabulary(property);
        int number = vocabulary == null ? -1 : vocabulary.number(text, from, to);
        if (number < 0) {
            return false;
        }
        record.octet(PlainTags.WORD);
        record.number(number);
        return true;
    }
}

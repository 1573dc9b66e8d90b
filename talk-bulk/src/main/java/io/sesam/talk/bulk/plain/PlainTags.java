package io.sesam.talk.bulk.plain;

/** The forms of a cell in the bytes of a plain record. */
final class PlainTags {
    static final int UNKNOWN = 0;
    static final int BLANK = 1;
    /** One text, which is normal and spelt as it is said. */
    static final int SAME = 2;
    /** Its normal form, in which it is said and spelt, is a key. */
    static final int KEY = 3;
    /** What was said, its spelling and its normal form. */
    static final int THREE = 4;
    /** What was said and its spelling; the normal form is a key. */
    static final int KEYED = 5;
    /** What was said and spelt alike; the normal form is a key. */
    static final int CASED = 6;
    /** A word of a vocabulary. */
    static final int WORD = 7;

    static final int REFERENCE = 8;
    /** A text that says nothing, such as {@code n/a}. */
    static final int NOTHING = 9;
    /** A mark beside: the spelling needs quotation marks in a file. */
    static final int QUOTED = 0x80;

    static final int FORM = 0x7f;

    private PlainTags() {}

    /** Checks whether a letter makes quotation marks necessary. */
    static boolean needsQuotes(int letter) {
        return letter == ',' || letter == '"' || letter == '\n' || letter == '\r';
    }
}

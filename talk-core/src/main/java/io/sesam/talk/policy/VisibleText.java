package io.sesam.talk.policy;

import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Set;

/** Comparison forms of a text: the characters that a person sees (R5, R6). */
final class VisibleText {
    /** Texts that tools write where there is no value, in lower case. */
    private static final Set<String> PLACEHOLDERS = Set.of(
            "n/a",
            "n.a.",
            "n.a",
            "#n/a",
            "#nv",
            "nan",
            "null",
            "<null>",
            "(null)",
            "\\n",
            "none",
            "(none)",
            "<none>",
            "nil",
            "undefined");

    private VisibleText() {}

    /** Removes invisible characters; white space of any kind and length counts as one space. */
    static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder seen = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isSpace(point)) {
                space = seen.length() > 0;
            } else if (!isInvisible(point)) {
                if (space) {
                    seen.append(' ');
                    space = false;
                }
                seen.appendCodePoint(point);
            }
        }
        return java.text.Normalizer.normalize(seen, Form.NFC);
    }

    private static boolean isPlain(String text) {
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter <= ' ' && (letter < ' ' || before == ' ') || letter >= '\u007f') {
                return false;
            }
            before = letter;
        }
        return before != ' ' || text.isEmpty();
    }

    private static boolean isSpace(int point) {
        return point <= ' ' || point == 0x7f || Character.isWhitespace(point) || Character.isSpaceChar(point);
    }

    /** Checks for format characters, and for others that no font shows. */
    static boolean isInvisible(int point) {
        return Character.getType(point) == Character.FORMAT
                || point == 0x034f
                || point >= 0xfe00 && point <= 0xfe0f
                || point >= 0xe0100 && point <= 0xe01ef;
    }

    /** Folds the case of each character by itself. A dotted capital I becomes an i, with and without a combining dot. */
    static String folded(String text) {
        StringBuilder lower = null;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int small = point == 'ς' ? 'σ' : Character.toLowerCase(point);
            boolean dot = point == 0x0307 && i > 0 && "iIİ".indexOf(text.charAt(i - 1)) >= 0;
            if (lower == null && (small != point || dot)) {
                lower = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (lower != null && !dot) {
                lower.appendCodePoint(small);
            }
            i += Character.charCount(point);
        }
        return lower == null ? text : lower.toString();
    }

    /**
     * Checks whether a visible text stands for no value: a placeholder of some tool, an error of a spreadsheet, or
     * nothing but dashes and the like. "Null" as a person spells it is a family name.
     */
    static boolean isPlaceholder(String visible) {
        if (visible.length() > 11) {
            return false;
        }
        char first = visible.isEmpty() ? ' ' : visible.charAt(0);
        char last = visible.isEmpty() ? ' ' : visible.charAt(visible.length() - 1);
        return !visible.equals("Null") && PLACEHOLDERS.contains(visible.toLowerCase(Locale.ROOT))
                || first == '#' && (last == '!' || last == '?')
                || visible.chars().allMatch(letter -> "-–—_.?/\\* ".indexOf(letter) >= 0);
    }
}

package io.sesam.talk.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The e-mail addresses within a text, and their comparison form (R5).
 *
 * <p>Cells hold more than an address: {@code Ada <ada@x.example>}, {@code mailto:ada@x.example}, quotes, a full stop at
 * the end, several addresses.
 */
final class EmailAddresses {
    private static final String BREAKS = ",;|\n\r\t";
    private static final String QUOTES = "'\"`´‘’‚“”„«»()[]<>";
    private static final String MAILTO = "mailto:";
    /** Letters, digits and the signs that need no care. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char letter = 0; letter < PLAIN.length; letter++) {
            PLAIN[letter] = letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || letter >= '0' && letter <= '9'
                    || "._+-".indexOf(letter) >= 0;
        }
    }

    private EmailAddresses() {}

    /** Returns the addresses as they are spelt, each once; none if the text cannot be an address. */
    static List<String> in(String text) {
        if (isPlain(text)) {
            return List.of(text);
        }
        List<String> found = new ArrayList<>();
        List<String> forms = new ArrayList<>();
        for (String part : parts(text)) {
            for (String word : words(part)) {
                String address = bare(word);
                if (isAddress(address) && !forms.contains(form(address))) {
                    forms.add(form(address));
                    found.add(address);
                }
            }
        }
        return found;
    }

    /** Checks for one address of ASCII letters without anything around it, which nearly all are. */
    private static boolean isPlain(String text) {
        int at = -1;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '@') {
                if (at >= 0) {
                    return false;
                }
                at = i;
            } else if (letter >= PLAIN.length || !PLAIN[letter]) {
                return false;
            }
        }
        return at > 0 && at < text.length() - 1 && text.charAt(text.length() - 1) != '.';
    }

    /** Checks whether a text may hold more than one address: each has a sign of its own between name and domain. */
    static boolean maybeSeveral(String text) {
        int first = text.indexOf('@');
        return first >= 0 && text.indexOf('@', first + 1) > 0;
    }

    /**
     * Returns the comparison form of a text that is one address of ASCII letters and nothing else, which nearly all are.
     *
     * @return the same object when nothing changes; {@code null} for any other text
     */
    static @Nullable String plainForm(String text) {
        if (!isPlain(text) || text.contains("--")) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                return text.toLowerCase(Locale.ROOT);
            }
        }
        return text;
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (BREAKS.indexOf(text.charAt(i)) >= 0 || text.startsWith(":::", i)) {
                parts.add(part.toString());
                part.setLength(0);
                i += text.startsWith(":::", i) ? 2 : 0;
            } else {
                part.append(text.charAt(i));
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** Returns the text in angle brackets, else all words. A name beside an address in brackets is no address. */
    private static List<String> words(String part) {
        int open = part.lastIndexOf('<');
        int close = part.indexOf('>', open + 1);
        String rest = open >= 0 && close > open && part.substring(open, close).indexOf('@') > 0
                ? part.substring(open + 1, close)
                : part;
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= rest.length(); i++) {
            if (i == rest.length() || Character.isWhitespace(rest.charAt(i)) || Character.isSpaceChar(rest.charAt(i))) {
                words.add(rest.substring(start, i));
                start = i + 1;
            }
        }
        return words;
    }

    /** Removes what stands around an address. */
    private static String bare(String word) {
        String text = trimmed(word);
        if (text.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
            int query = text.indexOf('?');
            text = trimmed(text.substring(MAILTO.length(), query < 0 ? text.length() : query));
        }
        return text;
    }

    private static String trimmed(String word) {
        int start = 0;
        int end = word.length();
        while (start < end && isAround(word.charAt(start))) {
            start++;
        }
        while (end > start && (isAround(word.charAt(end - 1)) || ".:!".indexOf(word.charAt(end - 1)) >= 0)) {
            end--;
        }
        return word.substring(start, end);
    }

    private static boolean isAround(char letter) {
        return QUOTES.indexOf(letter) >= 0 || VisibleText.isInvisible(letter);
    }

    private static boolean isAddress(String word) {
        String seen = VisibleText.of(word);
        int at = seen.indexOf('@');
        return at > 0 && at < seen.length() - 1 && seen.indexOf('@', at + 1) < 0;
    }

    /** Returns the comparison form of an address: visible characters, case folded, labels of the domain in Unicode. */
    static String form(String address) {
        String seen = VisibleText.folded(VisibleText.of(address));
        int at = seen.lastIndexOf('@');
        return at < 0 || isAscii(seen) && !seen.contains("xn--")
                ? seen
                : seen.substring(0, at + 1) + domain(seen.substring(at + 1));
    }

    /** Returns one form for the Unicode and the ASCII spelling of an internationalised domain. */
    static String domain(String folded) {
        if (isAscii(folded) && !folded.contains("xn--")) {
            return folded;
        }
        String[] labels = folded.replace('。', '.').replace('．', '.').split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = labels[i].startsWith("xn--") ? Punycode.decoded(labels[i].substring(4), labels[i]) : labels[i];
        }
        return VisibleText.of(VisibleText.folded(String.join(".", labels)));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= '\u0080') {
                return false;
            }
        }
        return true;
    }
}

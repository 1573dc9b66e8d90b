package io.sesam.talk.connector.csv.decode;

/**
 * A test for text in a language of Western Europe.
 *
 * <p>Words of languages that Windows-1252 is for have few letters outside ASCII in a row, no such capital after a small
 * letter, and no signs among their letters. Text in Cyrillic, Greek, Japanese or Polish code pages has them.
 */
final class WesternText extends GuessedText {
    private static final String SIGNS = "¡¢£¤¥¦§¨¬¯±²³¶¸¹¼½¾¿ƒ‚„†‡ˆ‰‹›˜×÷·";

    /** Signs that may stand at one side of a word, but not within it. */
    private static final String AT_EDGES = "“”•®™©°ªº€«»\u00ad";

    /** Signs that stand at numbers only. */
    private static final String AT_NUMBERS = "ƒ†‡ˆ‰˜";

    private static final int FOREIGN = 3;
    private static final int SHARE = 5;

    private int words;
    private int strange;
    private boolean impossible;

    @Override
    void take(char[] letters, int length) {
        for (int i = 0; i < length; i++) {
            impossible |= letters[i] >= 0x7f && letters[i] < 0xa0; // Windows-1252 has no letters there
        }
        super.take(letters, length);
    }

    @Override
    boolean isText() {
        return !impossible && strange * SHARE <= words;
    }

    @Override
    boolean isInWord(char letter) {
        return Character.isLetterOrDigit(letter) || isSign(letter);
    }

    private static boolean isSign(char letter) {
        return SIGNS.indexOf(letter) >= 0 || AT_EDGES.indexOf(letter) >= 0;
    }

    @Override
    void takeWord(CharSequence text) {
        int row = 0;
        int longest = 0;
        boolean foreign = false;
        boolean odd = false;
        for (int i = 0; i < text.length(); i++) {
            boolean high = text.charAt(i) >= 0x80;
            row = high ? row + 1 : 0;
            longest = Math.max(longest, row);
            foreign |= high;
            odd |= isSign(text.charAt(i)) && !isInPlace(text, i);
            odd |= high && i > 0 && Character.isUpperCase(text.charAt(i)) && Character.isLowerCase(text.charAt(i - 1));
        }
        words += foreign ? 1 : 0;
        strange += longest >= FOREIGN || odd ? 1 : 0;
    }

    /** Reports whether a sign stands where signs do: at a number, before a Spanish question, in m². */
    private static boolean isInPlace(CharSequence text, int at) {
        char sign = text.charAt(at);
        boolean before = at > 0 && Character.isLetter(text.charAt(at - 1));
        boolean after = at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
        if (AT_EDGES.indexOf(sign) >= 0) {
            return !before || !after;
        }
        if (sign == '·') {
            return before == after; // Catalan l·l
        }
        if (sign == '¿' || sign == '¡') {
            return !before;
        }
        if (AT_NUMBERS.indexOf(sign) >= 0) {
            return isDigit(text, at - 1) || isDigit(text, at + 1);
        }
        boolean square = (sign == '²' || sign == '³') && before && text.charAt(at - 1) == 'm' && !after;
        return square || !before && !after;
    }

    private static boolean isDigit(CharSequence text, int at) {
        return at >= 0 && at < text.length() && Character.isDigit(text.charAt(at));
    }
}

package io.sesam.talk.connector.csv;

/**
 * A test whether a text was decoded in the right encoding.
 *
 * <p>Words of languages that Windows-1252 is for have few letters outside ASCII in a row, and no signs among their
 * letters. Text in Cyrillic, Greek, Japanese or Polish code pages has them.
 */
final class GuessedText {
    private static final String SIGNS = "¡¢£¤¥¦§¨¬¯±²³¶¸¹¼½¾¿ƒ‚„†‡ˆ‰‹›˜";
    private static final int FOREIGN = 3;
    private static final int SHARE = 5;

    private int words;
    private int strange;

    private GuessedText() {}

    static boolean isPlausible(String text) {
        if (text.chars().anyMatch(letter -> letter >= 0x7f && letter < 0xa0)) {
            return false; // Windows-1252 has no letters there
        }
        GuessedText guess = new GuessedText();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !isInWord(text.charAt(i))) {
                guess.take(text, start, i);
                start = i + 1;
            }
        }
        return guess.strange * SHARE <= guess.words;
    }

    private static boolean isInWord(char letter) {
        return Character.isLetterOrDigit(letter) || SIGNS.indexOf(letter) >= 0;
    }

    private void take(String text, int start, int end) {
        int row = 0;
        int longest = 0;
        boolean foreign = false;
        boolean sign = false;
        for (int i = start; i < end; i++) {
            boolean high = text.charAt(i) >= 0x80;
            row = high ? row + 1 : 0;
            longest = Math.max(longest, row);
            foreign |= high;
            sign |= SIGNS.indexOf(text.charAt(i)) >= 0 && !isInPlace(text, start, end, i);
        }
        words += foreign ? 1 : 0;
        strange += longest >= FOREIGN || sign ? 1 : 0;
    }

    /** Reports whether a sign stands where signs do: at a number, before a Spanish question, in m². */
    private static boolean isInPlace(String text, int start, int end, int at) {
        char sign = text.charAt(at);
        boolean before = at > start && Character.isLetter(text.charAt(at - 1));
        boolean after = at + 1 < end && Character.isLetter(text.charAt(at + 1));
        if (sign == '¿' || sign == '¡') {
            return !before;
        }
        boolean square = (sign == '²' || sign == '³') && before && text.charAt(at - 1) == 'm' && !after;
        return square || !before && !after;
    }
}

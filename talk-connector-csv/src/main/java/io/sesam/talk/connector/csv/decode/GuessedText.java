package io.sesam.talk.connector.csv.decode;

/**
 * A test whether a text was decoded in the right encoding.
 *
 * <p>Words of languages that Windows-1252 is for have few letters outside ASCII in a row, and no signs among their
 * letters. Text in Cyrillic, Greek, Japanese or Polish code pages has them.
 */
public final class GuessedText {
    private static final String SIGNS = "¡¢£¤¥¦§¨¬¯±²³¶¸¹¼½¾¿ƒ‚„†‡ˆ‰‹›˜";
    private static final int FOREIGN = 3;
    private static final int SHARE = 5;

    /** The length from which on letters are no word. */
    private static final int LONG = 1 << 12;

    private final StringBuilder word = new StringBuilder();
    private int words;
    private int strange;
    private boolean impossible;

    /** Takes the next letters. */
    public void take(char[] letters, int length) {
        for (int i = 0; i < length; i++) {
            char letter = letters[i];
            impossible |= letter >= 0x7f && letter < 0xa0; // Windows-1252 has no letters there
            if (isInWord(letter) && word.length() < LONG) {
                word.append(letter);
            } else {
                endWord();
            }
        }
    }

    private void endWord() {
        if (word.length() > 0) {
            take(word, 0, word.length());
            word.setLength(0);
        }
    }

    /** Reports whether the letters are text in this encoding. */
    public boolean isPlausible() {
        endWord();
        return !impossible && strange * SHARE <= words;
    }

    private static boolean isInWord(char letter) {
        return Character.isLetterOrDigit(letter) || SIGNS.indexOf(letter) >= 0;
    }

    private void take(CharSequence text, int start, int end) {
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
    private static boolean isInPlace(CharSequence text, int start, int end, int at) {
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

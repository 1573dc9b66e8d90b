package io.sesam.talk.connector.csv.decode;

/** A test whether a text was decoded in the right encoding. */
abstract class GuessedText {
    /** The length from which on letters are no word. */
    private static final int LONG = 1 << 12;

    private final StringBuilder word = new StringBuilder();

    /** Takes the next letters. */
    void take(char[] letters, int length) {
        for (int i = 0; i < length; i++) {
            if (isInWord(letters[i]) && word.length() < LONG) {
                word.append(letters[i]);
            } else {
                endWord();
            }
        }
    }

    private void endWord() {
        if (word.length() > 0) {
            takeWord(word);
            word.setLength(0);
        }
    }

    /** Reports whether all that was taken is text in this encoding; nothing is taken afterwards. */
    final boolean isPlausible() {
        endWord();
        return isText();
    }

    /** Reports whether a character belongs to the word around it, as letters and misplaced signs do. */
    abstract boolean isInWord(char letter);

    abstract void takeWord(CharSequence text);

    abstract boolean isText();
}

package io.sesam.talk.store.jdbc;

/**
 * An encoding of any Java text for database columns.
 *
 * <p>An unpaired surrogate (systems cut names in the middle of an emoji) has no UTF-8 form, and NUL ends a text in C:
 * each is written as {@link #MARK} and four hexadecimal digits, and so is the mark itself. All other text is stored
 * unchanged.
 */
final class ColumnText {
    /** The control character "substitute", which is rare in text. */
    private static final char MARK = '\u001a';

    private ColumnText() {}

    static String write(String text) {
        int index = firstUnfit(text, 0);
        if (index < 0) {
            return text;
        }
        StringBuilder written = new StringBuilder(text.length() + 8);
        int done = 0;
        for (; index >= 0; index = firstUnfit(text, done)) {
            written.append(text, done, index).append(MARK).append(String.format("%04x", (int) text.charAt(index)));
            done = index + 1;
        }
        return written.append(text, done, text.length()).toString();
    }

    static String read(String written) {
        int index = written.indexOf(MARK);
        if (index < 0) {
            return written;
        }
        StringBuilder text = new StringBuilder(written.length());
        int done = 0;
        for (; index >= 0; index = written.indexOf(MARK, done)) {
            text.append(written, done, index).append((char) Integer.parseInt(written, index + 1, index + 5, 16));
            done = index + 5;
        }
        return text.append(written, done, written.length()).toString();
    }

    private static int firstUnfit(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0 || unit == MARK) {
                return i;
            }
            if (Character.isSurrogate(unit)) {
                if (!Character.isHighSurrogate(unit)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}

package io.sesam.talk.connector.csv.decode;

/**
 * A test for text in Russian, Ukrainian, Belarusian or Bulgarian.
 *
 * <p>A word in the wrong encoding shows a capital among small letters, a letter of another script, a sign, or no vowel.
 * Some words are capitalised and few are capitals only, which distinguishes KOI8-R from Windows-1251: their cases are exchanged.
 * Letters of Serbian and
 * Macedonian count as strange, because capitals of other encodings are decoded as them.
 */
final class CyrillicText extends GuessedText {
    private static final String FURTHER = "ёіїєґў";
    private static final String VOWELS = "аеёиоуыэюяіїє";
    private static final String NEVER_FIRST = "ьъы";
    private static final String BETWEEN_WORDS = "«»–—„“”’…№\u00a0";

    /** The least number of ordinary words from which on a guess is dared. */
    private static final int ENOUGH = 4;

    private static final int SHARE = 20;
    private static final int LONGEST_WITHOUT_VOWEL = 3;

    /** The least and largest part of vowels, in hundredths. */
    private static final int FEWEST_VOWELS = 30;

    private static final int MOST_VOWELS = 60;

    private final int enough;
    private int words;
    private int capitalised;
    private int capitals;
    private int strange;
    private int letters;
    private int vowels;

    private CyrillicText(int enough) {
        this.enough = enough;
    }

    /** Tests a text whose encoding is not known yet. */
    static CyrillicText first() {
        return new CyrillicText(ENOUGH);
    }

    /** Tests a text whose encoding was guessed before, when it had more words perhaps. */
    static CyrillicText again() {
        return new CyrillicText(0);
    }

    @Override
    boolean isInWord(char letter) {
        return Character.isLetterOrDigit(letter) || letter >= 0x80 && BETWEEN_WORDS.indexOf(letter) < 0;
    }

    @Override
    void takeWord(CharSequence text) {
        int upper = 0;
        int here = 0;
        int sounding = 0;
        boolean foreign = false;
        boolean odd = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            char small = Character.toLowerCase(letter);
            boolean cyrillic = small >= 'а' && small <= 'я' || FURTHER.indexOf(small) >= 0;
            foreign |= letter >= 0x80;
            odd |= !cyrillic && !(letter >= '0' && letter <= '9');
            here += cyrillic ? 1 : 0;
            upper += letter != small ? 1 : 0;
            sounding += VOWELS.indexOf(small) >= 0 ? 1 : 0;
        }
        if (!foreign) {
            return;
        }
        boolean first = Character.isUpperCase(text.charAt(0));
        boolean all = upper == here;
        odd |= !(upper == 0 || upper == 1 && first || all);
        odd |= NEVER_FIRST.indexOf(Character.toLowerCase(text.charAt(0))) >= 0;
        odd |= sounding == 0 && here > LONGEST_WITHOUT_VOWEL && !all;
        words++;
        strange += odd ? 1 : 0;
        capitals += all && here > 1 ? 1 : 0;
        capitalised += first && upper == 1 && here > 1 && sounding > 0 ? 1 : 0;
        letters += here;
        vowels += sounding;
    }

    @Override
    boolean isText() {
        return capitalised >= enough
                && capitals * 2 <= words
                && strange * SHARE <= words
                && vowels * 100 >= letters * FEWEST_VOWELS
                && vowels * 100 <= letters * MOST_VOWELS;
    }
}

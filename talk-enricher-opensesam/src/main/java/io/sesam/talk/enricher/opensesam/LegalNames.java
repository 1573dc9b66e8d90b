package io.sesam.talk.enricher.opensesam;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comparison and spelling of legal names. Registers often store names in capitals. */
final class LegalNames {
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0]+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Locale NORWEGIAN = Locale.forLanguageTag("nb");
    private static final Set<String> FORMS = Set.of(
            "AS", "ASA", "ANS", "DA", "SA", "BA", "KS", "NUF", "BBL", "SPA", "AB", "OY", "OYJ", "APS", "LLC", "LTD",
            "PLC", "BV", "NV", "SE", "AG", "KG", "SARL", "SAS", "IKS", "KF", "FKF");
    private static final Set<String> SMALL =
            Set.of("OG", "I", "AV", "FOR", "PÅ", "TIL", "VED", "MED", "DEN", "DET", "DE");

    private LegalNames() {}

    /** Returns a comparison key of a name. Unicode form, case and white space are normalised. */
    static String key(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        return SPACES.matcher(composed).replaceAll(" ").strip().toUpperCase(Locale.ROOT);
    }

    /** Returns a name in normal capitalisation. Only a name in capitals is changed. */
    static String presentable(String name) {
        if (!name.equals(name.toUpperCase(Locale.ROOT))) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        Matcher word = WORD.matcher(name);
        while (word.find()) {
            word.appendReplacement(text, Matcher.quoteReplacement(presentableWord(word.group(), word.start() == 0)));
        }
        return word.appendTail(text).toString();
    }

    private static String presentableWord(String word, boolean first) {
        if (FORMS.contains(word)
                || word.chars().anyMatch(Character::isDigit)
                || word.length() == 1 && !SMALL.contains(word)) {
            return word;
        }
        String small = word.toLowerCase(NORWEGIAN);
        return SMALL.contains(word) && !first
                ? small
                : small.substring(0, 1).toUpperCase(NORWEGIAN) + small.substring(1);
    }
}

package io.sesam.talk.enricher.opensesam;

import java.util.Locale;
import java.util.Optional;

/** Parsers of entity numbers in free text. */
final class EntityNumbers {
    private static final int[] WEIGHTS = {3, 2, 7, 6, 5, 4, 3, 2};

    private EntityNumbers() {}

    /**
     * Parses a Norwegian organisation number. Nine digits with a valid check digit, from {@code NO 923 609 016 MVA} and
     * the like; empty for anything else.
     */
    static Optional<String> norwegian(String text) {
        String digits = text.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s.\\u00a0-]", "")
                .replaceFirst("^(ORG(NR)?:?)?(NO)?", "")
                .replaceFirst("MVA$", "");
        return digits.matches("\\d{9}") && isChecked(digits) ? Optional.of(digits) : Optional.empty();
    }

    /** Checks the modulo 11 digit. A remainder of ten is invalid. */
    private static boolean isChecked(String digits) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (digits.charAt(i) - '0');
        }
        int check = (11 - sum % 11) % 11;
        return check == digits.charAt(8) - '0';
    }

    /** Parses a legal entity identifier. 18 letters and digits, and two check digits; empty for anything else. */
    static Optional<String> lei(String text) {
        String code = text.strip().toUpperCase(Locale.ROOT);
        if (!code.matches("[A-Z0-9]{18}\\d{2}")) {
            return Optional.empty();
        }
        int rest = 0;
        for (int i = 0; i < code.length(); i++) {
            int value = Character.digit(code.charAt(i), 36);
            rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
        }
        return rest == 1 ? Optional.of(code) : Optional.empty();
    }
}

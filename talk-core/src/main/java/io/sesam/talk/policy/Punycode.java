package io.sesam.talk.policy;

/** Decoding of the ASCII spelling of an internationalised domain's label (RFC 3492). */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;

    private Punycode() {}

    /** Returns the Unicode spelling of a label without its prefix; the other text where it is none. */
    static String decoded(String label, String otherwise) {
        int delimiter = label.lastIndexOf('-');
        StringBuilder output = new StringBuilder(label.substring(0, Math.max(0, delimiter)));
        int point = 128;
        int place = 0;
        int bias = 72;
        int in = delimiter + 1;
        while (in < label.length()) {
            int before = place;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = in < label.length() ? digit(label.charAt(in++)) : -1;
                long next = place + digit * weight;
                if (digit < 0 || next > Integer.MAX_VALUE) {
                    return otherwise;
                }
                place = (int) next;
                int threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
            }
            int length = output.codePointCount(0, output.length()) + 1;
            bias = adapted(place - before, length, before == 0);
            long next = point + (long) place / length;
            place %= length;
            if (next > Character.MAX_CODE_POINT) {
                return otherwise;
            }
            point = (int) next;
            output.insert(output.offsetByCodePoints(0, place), Character.toChars(point));
            place++;
        }
        return output.toString();
    }

    private static int adapted(int delta, int length, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }

    private static int digit(char letter) {
        if (letter >= 'a' && letter <= 'z') {
            return letter - 'a';
        }
        return letter >= '0' && letter <= '9' ? letter - '0' + 26 : -1;
    }
}

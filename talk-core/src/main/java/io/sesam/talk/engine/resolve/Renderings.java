package io.sesam.talk.engine.resolve;

import java.util.Locale;

/** What a system can have made of a text by itself: another case, less white space, a cut (R20). */
final class Renderings {
    private Renderings() {}

    static boolean isPlausible(String written, String shown) {
        String told = folded(written);
        String seen = folded(shown);
        return !seen.isEmpty() && told.startsWith(seen);
    }

    private static String folded(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}

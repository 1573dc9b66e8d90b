package io.sesam.talk.engine.resolve;

import java.util.Locale;

/** Possible changes of a text by a system. They affect case and white space, or truncate (R20). */
final class Renderings {
    private Renderings() {}

    static boolean isPlausible(String written, String shown) {
        String told = folded(written);
        String seen = folded(shown);
        return !seen.isEmpty() && told.startsWith(seen);
    }

    static String folded(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}

package io.sesam.talk.engine.observe;

import java.util.Locale;

/** Possible changes of a text by a system. They affect case and white space, or truncate (R20). */
public final class Renderings {
    private Renderings() {}

    /** Checks whether a shown text can be made of a written one: other case, white space or a cut end. */
    public static boolean isPlausible(String written, String shown) {
        String sent = folded(written);
        String seen = folded(shown);
        return !seen.isEmpty() && sent.startsWith(seen);
    }

    /** Returns a text without differences of case and white space. */
    public static String folded(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}

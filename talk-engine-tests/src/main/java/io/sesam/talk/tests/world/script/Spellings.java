package io.sesam.talk.tests.world.script;

import java.util.List;

/** Cells as files hold them in place of an address: spellings of it, and placeholders (R5). */
final class Spellings {
    private static final List<String> PLACEHOLDERS = List.of("n/a", "NULL", "-", "none");
    private static final List<String> AROUND =
            List.of("mailto:%s", "<%s>", "\u200e%s", "%s.", "'%s'", "\u00a0%s", "Somebody <%s>");

    private Spellings() {}

    /** Returns a spelling of an address; now and then a placeholder instead. */
    static String of(String address, RandomSource randomSource) {
        return randomSource.oneIn(4)
                ? randomSource.of(PLACEHOLDERS)
                : randomSource.of(AROUND).formatted(address);
    }
}

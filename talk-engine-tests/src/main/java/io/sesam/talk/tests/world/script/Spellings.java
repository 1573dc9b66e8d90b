package io.sesam.talk.tests.world.script;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cells as files hold them in place of an address: spellings of it, and placeholders (R5).
 *
 * <p>Some histories have them, chosen so that those of older seeds stay as they were.
 */
final class Spellings {
    private static final int EVERY = 10;
    private static final int WHICH = 9;
    private static final String EMAIL = "email";
    private static final List<String> PLACEHOLDERS = List.of("n/a", "NULL", "-", "none");
    private static final List<String> AROUND =
            List.of("mailto:%s", "<%s>", "\u200e%s", "%s.", "'%s'", "\u00a0%s", "Somebody <%s>");

    private Spellings() {}

    /** Returns the steps of a history, some of them with other cells. */
    static List<Step> in(List<Step> steps, long seed) {
        if (Math.floorMod(seed, EVERY) != WHICH) {
            return steps;
        }
        RandomSource randomSource = new RandomSource(~seed);
        return steps.stream().map(step -> respelt(step, randomSource)).toList();
    }

    private static Step respelt(Step step, RandomSource randomSource) {
        if (step instanceof Step.Create create && isAddress(create.texts().get(EMAIL)) && randomSource.oneIn(3)) {
            Map<String, String> texts = new LinkedHashMap<>(create.texts());
            texts.put(EMAIL, of(texts.getOrDefault(EMAIL, ""), randomSource));
            return new Step.Create(create.system(), texts);
        }
        if (step instanceof Step.Edit edit
                && edit.property().equals(EMAIL)
                && isAddress(edit.text())
                && randomSource.oneIn(3)) {
            return new Step.Edit(edit.system(), edit.pick(), EMAIL, of(edit.text(), randomSource));
        }
        return step;
    }

    private static boolean isAddress(@Nullable String text) {
        return text != null && text.indexOf('@') > 0;
    }

    private static String of(String address, RandomSource randomSource) {
        return randomSource.oneIn(4)
                ? randomSource.of(PLACEHOLDERS)
                : randomSource.of(AROUND).formatted(address.strip());
    }
}

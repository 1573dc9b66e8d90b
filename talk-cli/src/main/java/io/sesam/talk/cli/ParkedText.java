package io.sesam.talk.cli;

import io.sesam.talk.Talk;
import io.sesam.talk.store.Parked;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The writes that are put aside, those of one reason together. */
final class ParkedText {
    private static final int AT_ONCE = 500;
    private static final int REASONS = 10;

    private final Map<String, Integer> reasons = new LinkedHashMap<>();
    private long more;

    private ParkedText() {}

    /** Looks through all; remembers no more than a few reasons. */
    static ParkedText of(BiFunction<Long, Integer, List<Parked>> pages) {
        ParkedText parkedText = new ParkedText();
        long skip = 0;
        List<Parked> page = pages.apply(skip, AT_ONCE);
        while (!page.isEmpty()) {
            page.forEach(parkedText::add);
            skip += page.size();
            page = pages.apply(skip, AT_ONCE);
        }
        return parkedText;
    }

    static ParkedText of(Talk talk) {
        return of(talk::parked);
    }

    private void add(Parked parked) {
        String reason = parked.system() + "/" + parked.type() + ": " + parked.reason();
        if (reasons.size() < REASONS || reasons.containsKey(reason)) {
            reasons.merge(reason, 1, Integer::sum);
        } else {
            more++;
        }
    }

    void print(PrintStream out) {
        reasons.forEach(
                (reason, count) -> out.println("  " + (count == 1 ? "" : TextTable.number(count) + " x ") + reason));
        if (more > 0) {
            out.println("  and " + TextTable.number(more) + " for other reasons");
        }
    }
}

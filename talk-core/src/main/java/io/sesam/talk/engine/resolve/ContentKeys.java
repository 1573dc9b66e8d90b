package io.sesam.talk.engine.resolve;

import io.sesam.talk.engine.observe.Renderings;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.policy.PolicyFingerprint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys that find records without a match key by their contents (R41).
 *
 * <p>They join nothing. A record has one of all its texts together, and one of each of the first few; systems that hold
 * different properties share at least one of the latter.
 */
public final class ContentKeys {
    /** No match rule is named like this: its name has a property. */
    private static final String MARK = "=";

    private static final int MOST = 3;
    private static final MatchKey ANY = new MatchKey(MARK, "");

    private ContentKeys() {}

    /** Returns a key that every record without a match key has. */
    public static MatchKey any() {
        return ANY;
    }

    /** Returns the keys of a record without a match key; none when it has no text. */
    static Set<MatchKey> of(Fields values) {
        List<MatchKey> wanted = search(values);
        Set<MatchKey> keys = new LinkedHashSet<>(wanted);
        if (!wanted.isEmpty()) {
            keys.add(ANY);
        }
        return keys;
    }

    /** Returns the keys to search by, the most selective one first. */
    public static List<MatchKey> search(Fields values) {
        List<MatchKey> keys = new ArrayList<>();
        PolicyFingerprint all = PolicyFingerprint.of("content");
        for (int i = 0; i < values.schema().size(); i++) {
            Kind kind = values.schema().property(i).kind();
            if (values.slot(i) instanceof String text && kind != Kind.REFERENCE) {
                String name = values.schema().property(i).name();
                String folded = Renderings.folded(text);
                all.add(name, folded);
                if (keys.size() < MOST) {
                    keys.add(new MatchKey(
                            MARK + name,
                            PolicyFingerprint.of("content").add(name, folded).hex()));
                }
            }
        }
        if (!keys.isEmpty()) {
            keys.add(0, new MatchKey(MARK + MARK, all.hex()));
        }
        return keys;
    }

    /** Compares texts as the keys do: systems change case and white space without saying so. */
    public static boolean isSame(String one, String other) {
        return Renderings.folded(one).equals(Renderings.folded(other));
    }

    /** Checks whether a key belongs to contents instead of a match rule. */
    static boolean isOne(MatchKey key) {
        return key.rule().startsWith(MARK);
    }
}

package io.sesam.talk.bulk.plain;

import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.KeyForm;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.TypePolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What all plain records of one merge share: their properties, the names of systems, the words of vocabularies. */
public final class PlainLayout {
    private static final int MOST_SYSTEMS = 120;
    private static final int MOST_RULES = 120;

    private final TypePolicy policy;
    private final Kind[] kinds;
    private final boolean[] joined;
    private final @Nullable Vocabulary[] vocabularies;
    private final List<SystemName> systems = new CopyOnWriteArrayList<>();
    private final MatchRule[] rules;
    private final int[] ruleProperties;
    private final int[] ruleOf;
    private final boolean hasDirectKeys;

    /**
     * Creates a layout.
     *
     * @param joined the positions of references that are joined with the golden records of another type
     */
    public PlainLayout(TypePolicy policy, Set<Integer> joined) {
        this.policy = policy;
        Schema schema = policy.schema();
        this.kinds = schema.properties().stream().map(Property::kind).toArray(Kind[]::new);
        this.joined = new boolean[kinds.length];
        joined.forEach(index -> this.joined[index] = true);
        this.vocabularies = new Vocabulary[kinds.length];
        this.ruleOf = new int[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            ruleOf[i] = -1;
            vocabularies[i] = kinds[i] == Kind.GENDER || kinds[i] == Kind.COUNTRY ? new Vocabulary(kinds[i]) : null;
        }
        this.rules = policy.rules().rules().toArray(MatchRule[]::new);
        this.ruleProperties = new int[rules.length];
        boolean direct = rules.length <= MOST_RULES;
        for (int i = 0; i < rules.length; i++) {
            int property = rules[i].properties().size() == 1
                    ? schema.index(rules[i].properties().get(0))
                    : -1;
            ruleProperties[i] = property;
            direct &= property >= 0
                    && (kinds[property] == Kind.TEXT || kinds[property] == Kind.EMAIL && form(i) == KeyForm.VISIBLE);
            if (property >= 0 && ruleOf[property] < 0) {
                ruleOf[property] = i;
            }
        }
        this.hasDirectKeys = direct;
    }

    /** Checks whether records of a policy may be plain at all. */
    public static boolean isFor(TypePolicy policy) {
        return policy.rules().rules().size() <= MOST_RULES;
    }

    TypePolicy policy() {
        return policy;
    }

    Schema schema() {
        return policy.schema();
    }

    int size() {
        return kinds.length;
    }

    Kind kind(int property) {
        return kinds[property];
    }

    boolean isJoined(int property) {
        return joined[property];
    }

    @Nullable
    Vocabulary vocabulary(int property) {
        return vocabularies[property];
    }

    MatchRule[] rules() {
        return rules;
    }

    /** Returns the property of a rule that has only one, or -1. */
    int propertyOfRule(int rule) {
        return ruleProperties[rule];
    }

    /** Returns the first rule that compares a property alone, or -1. */
    int ruleOfProperty(int property) {
        return ruleOf[property];
    }

    KeyForm form(int rule) {
        return rules[rule].forms().getOrDefault(rules[rule].properties().get(0), KeyForm.VISIBLE);
    }

    /** Checks whether each key follows from one cell. */
    boolean hasDirectKeys() {
        return hasDirectKeys;
    }

    /** Returns the number of a system; -1 when there are too many. */
    int number(SystemName system) {
        int found = systems.indexOf(system);
        if (found >= 0) {
            return found;
        }
        synchronized (systems) {
            int again = systems.indexOf(system);
            if (again < 0 && systems.size() < MOST_SYSTEMS) {
                systems.add(system);
                again = systems.size() - 1;
            }
            return again;
        }
    }

    List<SystemName> systems() {
        return systems;
    }

    /** Returns the hash of the reference of a record, from its bytes. */
    public long reference(byte[] record, int offset) {
        int at = offset + 1;
        int length = 0;
        int shift = 0;
        while (record[at] < 0) {
            length |= (record[at++] & 0x7f) << shift;
            shift += 7;
        }
        length |= record[at++] << shift;
        return Hashes.reference(
                systems.get(record[offset] & PlainTags.FORM).value(),
                new String(record, at, length, StandardCharsets.UTF_8));
    }
}

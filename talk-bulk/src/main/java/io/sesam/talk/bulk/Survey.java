package io.sesam.talk.bulk;

import io.sesam.talk.bulk.work.Hashes;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.MatchKey;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.MatchRules;
import io.sesam.talk.policy.TypePolicy;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The first step: gives each record its place.
 *
 * <p>A pure function of the record. Records with an equal first match key have one home; where a record has further
 * keys, or a link, its home and that of the others must be joined in an {@link Atlas}. Hashes may collide: then records
 * that have nothing in common are merged at one place, with the same result.
 */
@Experimental
public final class Survey {
    private final MatchRules rules;
    private final LongPredicate linked;

    private Survey(MatchRules rules, LongPredicate linked) {
        this.rules = rules;
        this.linked = linked;
    }

    /**
     * Creates the survey of a type.
     *
     * @param linked whether a link names the record whose reference has this hash; also where it only may
     */
    public static Survey of(TypePolicy policy, LongPredicate linked) {
        return new Survey(policy.rules(), linked);
    }

    /** Returns the place of a normalised record. */
    public Place place(SourceRecord record) {
        List<MatchKey> found = rules.keys(record);
        long[] keys = new long[found.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = hash(found.get(i));
        }
        long reference = hash(record.ref());
        boolean isLinked = linked.test(reference);
        long home = keys.length == 0 ? reference : keys[0];
        return new Place(home, reference, keys, isLinked, keys.length == 1 && !isLinked && !record.isEnrichment());
    }

    /** Returns the hash of a match key. */
    public static long hash(MatchKey key) {
        return Hashes.key(key.rule(), key.value());
    }

    /** Returns the hash of a reference. */
    public static long hash(RecordRef ref) {
        return Hashes.reference(ref.system().value(), ref.id());
    }
}

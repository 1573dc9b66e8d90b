package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenRecord;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.Stamps;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.policy.SurvivorshipRule;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Marks that depend on the other records of a cluster. */
public final class ClusterFlags {
    private ClusterFlags() {}

    /**
     * Removes the marks of edits made before two clusters joined. A filled value beats a blank of that time (R13), and
     * records that contradict each other since then have no value for others (R11).
     *
     * @param linked whether the record was linked to another system's before: an edit made since then is a person's
     *     word for that one, whoever joins later, and stays marked
     */
    static SourceRecord withoutEdits(SourceRecord record, boolean linked) {
        int removed = linked ? Stamps.CLEARED : Stamps.CLEARED | Stamps.EDITED;
        SourceRecord result = record;
        for (int i = 0; i < record.rawValues().schema().size(); i++) {
            if (record.has(i, removed)) {
                Stamps stamps = result.stamps();
                int marks = stamps.marks(i) & ~removed;
                result = result.stamped(stamps.with(i, stamps.time(i), marks, stamps.written(i)));
            }
        }
        return result;
    }

    /**
     * Marks enriched values that a source record has confirmed: they no longer depend on the enricher (R31).
     *
     * @param unanswered whether an in-doubt insert may exist: a value that looks confirmed may then be Talk's own
     *     write
     */
    static SourceRecord[] withConfirmations(SourceRecord[] members, GoldenRecord golden, BooleanSupplier unanswered) {
        SourceRecord[] marked = members;
        Fields values = Normalizer.normalize(golden.values());
        for (int number = 0; number < members.length; number++) {
            SourceRecord result = members[number];
            for (int i = 0; i < golden.values().schema().size(); i++) {
                Object writtenValue = result.isEnriched(i) ? result.stamps().written(i) : null;
                if (writtenValue != null && values.isKnown(i) && writtenValue.equals(values.slot(i))) {
                    SourceRecord winner = golden.member(golden.winner(i));
                    if (!winner.isEnrichment() && !unanswered.getAsBoolean()) {
                        Stamps stamps = result.stamps();
                        result = result.stamped(
                                stamps.with(i, winner.time(i), stamps.marks(i) & ~Stamps.ENRICHED, writtenValue));
                    }
                }
            }
            if (isRemade(result, members[number])) {
                marked = marked == members ? members.clone() : marked;
                marked[number] = result;
            }
        }
        return marked;
    }

    @SuppressWarnings("ReferenceEquality") // a mark makes a new object, and nothing else does
    private static boolean isRemade(SourceRecord record, SourceRecord original) {
        return record != original;
    }

    /**
     * Marks properties in which a duplicate agrees with the golden record, and another record with an own value
     * does, too: from then on the duplicate follows the golden record (R11). To be judged when everything is read: what
     * agrees with half of a listing need not agree with all of it.
     */
    public static SourceRecord[] withAgreements(SourceRecord[] members, Fields golden) {
        Set<SystemName> systems = new HashSet<>();
        Set<SystemName> doubled = new HashSet<>();
        for (SourceRecord member : members) {
            if (!systems.add(member.ref().system())) {
                doubled.add(member.ref().system());
            }
        }
        if (doubled.isEmpty()) {
            return members;
        }
        SourceRecord[] marked = members.clone();
        for (int i = 0; i < members.length; i++) {
            if (doubled.contains(members[i].ref().system())) {
                marked[i] = marked(members, i, golden);
            }
        }
        return marked;
    }

    /**
     * Ends the agreement of a duplicate whose value is newer than the golden one. That happens when clusters join and
     * its system then contradicts itself: the older value of another system wins, and the duplicate, which never agreed
     * with that one, keeps its own (R11).
     */
    static SourceRecord[] withoutOutdatedAgreements(SourceRecord[] members, GoldenRecord golden) {
        SourceRecord[] marked = members;
        Schema schema = golden.values().schema();
        for (int number = 0; number < members.length; number++) {
            SourceRecord result = members[number];
            for (int i = 0; i < schema.size(); i++) {
                if (result.has(i, Stamps.AGREED) && isOlder(golden, i, result)) {
                    Stamps stamps = result.stamps();
                    int marks = stamps.marks(i) & ~Stamps.AGREED;
                    result = result.stamped(stamps.with(i, stamps.time(i), marks, stamps.written(i)));
                }
            }
            if (isRemade(result, members[number])) {
                marked = marked == members ? members.clone() : marked;
                marked[number] = result;
            }
        }
        return marked;
    }

    /** Checks whether the newest-wins rule chose a value that is older than a record's other one. */
    private static boolean isOlder(GoldenRecord golden, int index, SourceRecord record) {
        int winner = golden.winner(index);
        return winner >= 0
                && golden.member(winner).time(index) < record.time(index)
                && !same(record.effectiveValue(index), golden.member(winner).effectiveValue(index))
                && golden.provenance(golden.values().schema().property(index).name())
                        .filter(provenance -> provenance.rule().equals(SurvivorshipRule.NEWEST.name()))
                        .isPresent();
    }

    private static SourceRecord marked(SourceRecord[] members, int number, Fields golden) {
        SourceRecord result = members[number];
        for (int i = 0; i < golden.schema().size(); i++) {
            if (isOwnValue(result, i)
                    && !result.has(i, Stamps.AGREED)
                    && same(result.effectiveValue(i), golden.slot(i))
                    && isSeconded(members, number, i)) {
                Stamps stamps = result.stamps();
                result = result.stamped(
                        stamps.with(i, stamps.time(i), stamps.marks(i) | Stamps.AGREED, stamps.written(i)));
            }
        }
        return result;
    }

    private static boolean isSeconded(SourceRecord[] members, int number, int index) {
        Object value = members[number].effectiveValue(index);
        for (int other = 0; other < members.length; other++) {
            if (other != number
                    && isOwnValue(members[other], index)
                    && same(members[other].effectiveValue(index), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOwnValue(SourceRecord record, int index) {
        Object effective = record.effectiveValue(index);
        return effective != null
                && effective != Blank.BLANK
                && !record.has(index, Stamps.ECHO)
                && !record.isEnrichment();
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return one != null && one.equals(other);
    }
}

package io.sesam.talk.engine.resolve;

import io.sesam.talk.model.Blank;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.Link;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.policy.Normalizer;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.store.StoredRecord;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The persons who fill a slot of another record one after the other (R8).
 *
 * <p>A former occupant is kept as a deleted record of its own, so that it is neither changed elsewhere nor inserted
 * again. Its id is that of the slot and the time when the occupant was first seen.
 */
public final class SlotOccupants {
    private static final char BETWEEN = '\u001f';

    private SlotOccupants() {}

    /**
     * Checks whether a slot shows another occupant: all identifying values that it had are now different ones. One
     * value alone may as well be an edit.
     */
    public static boolean isReplaced(TypeSpec spec, SourceRecord before, Fields shown) {
        Fields now = Normalizer.normalize(shown);
        Fields then = Normalizer.normalize(before.rawValues());
        int changed = 0;
        for (String property : spec.slot()) {
            int index = spec.schema().index(property);
            Object held = then.slot(index);
            Object holds = now.slot(index);
            if (held == null || held == Blank.BLANK) {
                continue;
            }
            if (holds == null
                    || holds == Blank.BLANK
                    || holds.toString().equalsIgnoreCase(held.toString())
                    || holds.equals(before.stamps().written(index))) {
                return false;
            }
            changed++;
        }
        return changed > 1;
    }

    /** Checks whether a record is an empty slot that another golden record's person held before. */
    public static boolean isVacant(TypeSpec spec, StoredRecord slot, GoldenId filledBy) {
        return !spec.slot().isEmpty() && !slot.isLive() && !filledBy.equals(slot.golden());
    }

    /** Creates the record of the former occupant. */
    private static StoredRecord former(StoredRecord slot) {
        SourceRecord record = slot.record();
        RecordRef ref = slot.ref();
        RecordRef former = new RecordRef(ref.system(), ref.type(), ref.id() + BETWEEN + record.firstSeen());
        SourceRecord kept = SourceRecord.remembered(
                former, record.rawValues(), record.modified(), record.created(), record.firstSeen(), record.stamps());
        return new StoredRecord(kept, StoredRecord.Status.GONE, slot.golden(), Set.of(), false, null, slot.listing());
    }

    /**
     * Moves the former occupant of a slot, with its links, to a record of its own. The slot is read as a new record.
     *
     * @param held the links of the slot
     * @param changed receives the former occupant
     * @param added receives its links
     * @param removed receives those of the slot
     */
    public static void vacate(
            StoredRecord slot,
            Collection<Link> held,
            Collection<StoredRecord> changed,
            Collection<Link> added,
            Collection<Link> removed) {
        StoredRecord former = former(slot);
        changed.add(former);
        added.addAll(linksOf(former.ref(), slot.ref(), held));
        removed.addAll(held);
    }

    /** Returns a slot's links as those of its former occupant. */
    public static List<Link> linksOf(RecordRef former, RecordRef slot, Collection<Link> links) {
        return links.stream()
                .map(link -> new Link(former, link.first().equals(slot) ? link.second() : link.first(), link.origin()))
                .toList();
    }

    /** Checks whether a record is a former occupant of a slot: it left the slot, but was not deleted. */
    public static boolean isFormer(RecordRef ref) {
        return ref.id().indexOf(BETWEEN) >= 0;
    }
}

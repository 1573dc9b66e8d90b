package io.sesam.talk.bulk.ids;

import io.sesam.talk.bulk.work.LongMap;
import io.sesam.talk.model.GoldenId;
import io.sesam.talk.model.RecordRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The heirs of golden ids among the records of a shard.
 *
 * <p>A cluster keeps the id of its oldest heir. One without an heir gets the id of its oldest record, unless another
 * cluster keeps that one: then the next one that is free.
 */
public final class Heirs {
    private static final long FOUNDER = 1;
    private static final long OTHER = 2;

    private final LongMap marks = new LongMap(16);
    private final Map<RecordRef, GoldenId> others = new HashMap<>();
    private final LongMap inherited;

    Heirs(LongMap inherited) {
        this.inherited = inherited;
    }

    /** Takes note of the record that an id was made from. */
    void founder(long reference) {
        marks.put(reference, marks.get(reference, 0) | FOUNDER);
    }

    void other(long reference, RecordRef ref, GoldenId id) {
        marks.put(reference, marks.get(reference, 0) | OTHER);
        others.merge(ref, id, (one, two) -> one.compareTo(two) < 0 ? one : two);
    }

    /**
     * Returns the id of a cluster, where it is not that of its oldest record.
     *
     * @param members the references of its records, oldest first
     */
    public Optional<GoldenId> idOf(int size, IntFunction<RecordRef> members) {
        for (int i = 0; i < size; i++) {
            RecordRef ref = members.apply(i);
            long mark = marks.get(KeptIds.hash(ref), 0);
            GoldenId other = (mark & OTHER) == 0 ? null : others.get(ref);
            if (other != null) {
                return Optional.of(other);
            }
            if ((mark & FOUNDER) != 0) {
                return i == 0 ? Optional.empty() : Optional.of(GoldenId.foundedBy(ref));
            }
        }
        return inherited.size() == 0 ? Optional.empty() : free(members.apply(0));
    }

    /** Returns an id for a cluster whose own one is kept by another one. */
    private Optional<GoldenId> free(RecordRef oldest) {
        GoldenId own = GoldenId.foundedBy(oldest);
        if (!isTaken(own)) {
            return Optional.empty();
        }
        GoldenId id = own;
        for (int number = 2; isTaken(id); number++) {
            // no record of a system has such an id
            id = GoldenId.foundedBy(new RecordRef(oldest.system(), oldest.type(), '\0' + own.value() + number));
        }
        return Optional.of(id);
    }

    private boolean isTaken(GoldenId id) {
        return inherited.contains(KeptIds.hash(id));
    }
}

package io.sesam.talk.merge;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Records by reference, each reference once. */
final class RefTable {
    private final SourceRecord[] records;
    private final SlotTable table;
    private final int size;

    /** Indexes records; of two with one reference, the choice is made. */
    RefTable(SourceRecord[] given, int[] hashes, BinaryOperator<SourceRecord> choice) {
        this.table = new SlotTable(given.length);
        @Nullable SourceRecord[] distinct = null;
        int count = 0;
        for (int i = 0; i < given.length; i++) {
            SourceRecord record = given[i];
            @Nullable SourceRecord[] among = distinct == null ? given : distinct;
            int holder = table.put(hashes[i], count, other -> record.ref().equals(among[other].ref()));
            if (holder == count) {
                if (distinct != null) {
                    distinct[count] = record;
                }
                count++;
            } else {
                distinct = distinct == null ? Arrays.copyOf(given, given.length) : distinct;
                distinct[holder] = choice.apply(distinct[holder], record);
            }
        }
        this.records = distinct == null ? given : Arrays.copyOf(distinct, count);
        this.size = count;
    }

    /** Returns the records, each reference once; the given array when none was there twice. */
    SourceRecord[] records() {
        return records;
    }

    /** Returns the number of records. */
    int size() {
        return size;
    }

    /** Returns the position of a reference, or -1. */
    int indexOf(RecordRef ref) {
        return table.get(hash(ref), other -> ref.equals(records[other].ref()));
    }

    /** Returns the hash of a reference within its type. */
    static int hash(RecordRef ref) {
        return ref.id().hashCode() * 31 + ref.system().hashCode();
    }
}

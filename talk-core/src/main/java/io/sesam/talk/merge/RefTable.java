package io.sesam.talk.merge;

import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.SourceRecord;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/** Records by reference, each reference once. */
final class RefTable {
    private final SourceRecord[] records;
    private final int[] table;
    private final int mask;
    private final int size;

    /** Indexes records; of two with one reference, the choice is made. */
    RefTable(SourceRecord[] given, BinaryOperator<SourceRecord> choice) {
        this.table = new int[KeyTable.tableSize(given.length)];
        this.mask = table.length - 1;
        this.records = new SourceRecord[given.length];
        int count = 0;
        for (SourceRecord record : given) {
            int slot = slotOf(record.ref());
            if (table[slot] == 0) {
                records[count++] = record;
                table[slot] = count;
            } else {
                records[table[slot] - 1] = choice.apply(records[table[slot] - 1], record);
            }
        }
        this.size = count;
    }

    /** Returns the records, each reference once. */
    SourceRecord[] records() {
        return size == records.length ? records : Arrays.copyOf(records, size);
    }

    /** Returns the position of a reference, or -1. */
    int indexOf(RecordRef ref) {
        return table[slotOf(ref)] - 1;
    }

    private int slotOf(RecordRef ref) {
        int slot = KeyTable.spread(ref.id().hashCode() * 31 + ref.system().hashCode()) & mask;
        while (table[slot] != 0 && !records[table[slot] - 1].ref().equals(ref)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}

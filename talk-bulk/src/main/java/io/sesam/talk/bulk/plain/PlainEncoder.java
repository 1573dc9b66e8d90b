package io.sesam.talk.bulk.plain;

import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;

/**
 * The encoder of plain records, from rows or from objects. For one thread.
 *
 * <p>Both ways give the same bytes. Of rows, only those are taken that need no care: the other way is for all else.
 */
public final class PlainEncoder {
    private final PlainRecord record;
    private final RowEncoder rows;
    private final ObjectEncoder objects;

    /** Creates an encoder of records of a layout. */
    public PlainEncoder(PlainLayout layout) {
        this.record = new PlainRecord(layout);
        this.rows = new RowEncoder(layout, record);
        this.objects = new ObjectEncoder(layout, record);
    }

    /** Returns the record that was encoded last. */
    public PlainRecord record() {
        return record;
    }

    /**
     * Encodes a row.
     *
     * @param text in UTF-8, with eight bytes or more after the row
     * @param from for each property where its cell begins, -1 for a missing one
     * @param to the ends of the cells, -1 for a missing one
     * @param modified in microseconds since 1970, or {@link SourceRecord#NEVER}
     * @return false when the row needs more care
     */
    public boolean row(SystemName name, byte[] text, int idFrom, int idTo, int[] from, int[] to, long modified) {
        return rows.row(name, text, idFrom, idTo, from, to, modified);
    }

    /**
     * Encodes a normalised record.
     *
     * @return false when it has something that plain records do not have
     */
    public boolean record(SourceRecord given) {
        return objects.record(given);
    }
}

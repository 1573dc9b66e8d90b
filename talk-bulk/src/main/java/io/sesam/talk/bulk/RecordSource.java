package io.sesam.talk.bulk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.model.SystemName;
import java.io.IOException;

/**
 * A part of the input, such as a file.
 *
 * <p>Read once, from its beginning to its end, by one thread; other sources may be read meanwhile by other threads.
 */
@Experimental
public interface RecordSource {
    /**
     * The cells of a row in UTF-8, for sources that have them without an object for each; one object may serve for all rows
     * of a source.
     */
    @Experimental
    interface Cells {
        /** Returns the bytes; at least eight more follow the row, and do not belong to it. */
        byte[] bytes();

        /** Returns where the id begins. */
        int idFrom();

        /** Returns the end of the id. */
        int idTo();

        /** Returns where the cell of a property begins; -1 when the row says nothing about it. */
        int from(int property);

        /** Returns the end of the cell of a property. */
        int to(int property);

        /** Returns the time of modification in microseconds since 1970, or {@link SourceRecord#NEVER}. */
        long modified();
    }

    /** Takes the rows of a source; used by one thread. */
    interface Rows {
        /**
         * Takes a row as bytes.
         *
         * @param position where it stands, such as the number of its line
         * @return false when the row was not taken; the source then gives it as a record
         */
        @Experimental
        default boolean cells(SystemName system, Cells cells, long position) {
            return false;
        }

        /**
         * Takes a record.
         *
         * @param position where it stands, such as the number of its line
         */
        void record(SourceRecord record, long position);

        /**
         * Takes note of a row that is no record.
         *
         * @param reason what is wrong and what to do; without values of the row
         */
        void refused(long position, String reason);
    }

    /** Returns the name for messages, such as that of the file. */
    String name();

    /** Returns the type of all records. */
    EntityType type();

    /** Returns about how many bytes it has, to choose the number of shards; 0 when unknown. */
    default long bytes() {
        return 0;
    }

    /** Reads all rows. */
    void read(Rows rows) throws IOException;
}

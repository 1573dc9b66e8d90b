package io.sesam.talk.bulk;

import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SourceRecord;
import java.io.IOException;

/**
 * A part of the input, such as a file.
 *
 * <p>Read once, from its beginning to its end, by one thread; other sources may be read meanwhile by other threads.
 */
@Experimental
public interface RecordSource {
    /** Takes the rows of a source; used by one thread. */
    interface Rows {
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

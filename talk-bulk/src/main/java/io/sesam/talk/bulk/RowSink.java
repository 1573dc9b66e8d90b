package io.sesam.talk.bulk;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.GoldenRecord;

/**
 * The receiver of a merge's result.
 *
 * <p>The crosswalk and the provenance are those of the golden records. Calls come in this order: {@link #open}, any
 * number of times and from any thread; then {@link #commit()} when all rows are complete, or nothing; then {@link
 * #close()}.
 */
@Experimental
public interface RowSink extends AutoCloseable {
    /** Takes the rows of one thread at a time. */
    interface Rows extends AutoCloseable {
        /**
         * Takes a golden record.
         *
         * @param parked whether its records were kept apart, because their cluster would be oversized (R11)
         */
        void golden(GoldenRecord golden, boolean parked);

        /** Takes a row that was not merged. */
        void refused(Refusal refusal);

        /** Ends these rows; other ones may follow. */
        @Override
        void close();
    }

    /** Begins rows, in no defined order. */
    Rows open();

    /** Makes all rows visible at once. */
    void commit();

    /** Releases everything; without a {@link #commit()} before, nothing of the rows is left. */
    @Override
    void close();
}

package io.sesam.talk.spi.sink;

import io.sesam.talk.spi.Check;
import java.util.Map;
import java.util.Optional;

/**
 * Tables that are kept equal to the golden records (R32).
 *
 * <p>The columns are those of {@link AnalyticTables}. Called by one thread at a time. The engine brings every change of
 * a golden record at least once, in the order of their sequence; a sink that is told twice, or told old news, is not
 * changed by it, and batches that overtake one another lead to the same tables. A source record that two golden records
 * name belongs to the one with the greater sequence.
 */
public interface Sink extends AutoCloseable {
    /** Tries whether it can do what it is configured to do; all problems at once. */
    Check check();

    /**
     * Makes ready for a run: makes tables and columns that are missing, and tells how far the tables have come. Empty
     * when they are new, or not from this sink: the engine then rebuilds.
     */
    Optional<SinkMark> prepare();

    /**
     * Brings changes into the tables together with the mark, as one. Called only after {@link #prepare()} gave a mark of
     * the same history, or a rebuild was finished. A late batch does not take the mark back.
     *
     * @throws io.sesam.talk.error.TalkException when it failed; then nothing of the batch shows
     */
    void apply(SinkBatch batch);

    /**
     * Begins to build all tables anew beside the old ones; what the batches bring shows all at once when
     * {@link Rebuild#finish} is called, and never when it is closed before.
     */
    Rebuild rebuild();

    /** How many rows each table has. */
    Map<String, Long> counts();

    /**
     * Lets go of what others may be waiting for between runs, such as a lock on a file. Called at the end of each run,
     * and never fails; the next call of anything takes it again.
     */
    default void release() {}

    /** Lets go of everything. Called once, and never fails. */
    @Override
    void close();

    /** New tables in the making. */
    interface Rebuild extends AutoCloseable {
        /** Adds rows; every golden record comes once. */
        void add(SinkBatch batch);

        /** Puts the new tables in the place of the old ones, together with the mark of the last batch. */
        void finish(SinkMark mark);

        /** Throws away what was not finished. */
        @Override
        void close();
    }
}

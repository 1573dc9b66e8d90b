package io.sesam.talk.spi.sink;

import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Check;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tables kept equal to the golden records (R32).
 *
 * <p>The columns are those of {@link AnalyticTables}. Called by one thread at a time. Life: {@link #prepare()} once
 * per run that has something to do, then {@link #apply} or {@link #rebuild()}, then {@link #release()}; {@link #close()} comes once, and
 * nothing after it. The engine delivers every change of a golden record at least once, in the order of their
 * sequence. A repeated or outdated change must change nothing, and batches out of order must lead to the same
 * tables. A source record that two golden records list belongs to the one with the greater sequence.
 */
public interface Sink extends AutoCloseable {
    /** Checks whether the sink works as configured. Returns all problems at once. */
    Check check();

    /**
     * Creates missing tables and columns, and returns the tables' mark. Empty when the tables are new or belong to
     * another sink: the engine then rebuilds them.
     */
    Optional<SinkMark> prepare();

    /**
     * Writes changes and the mark in one transaction. Called only after {@link #prepare()} returned a mark of the
     * same history, or after a finished rebuild. A late batch does not move the mark back.
     *
     * @throws io.sesam.talk.error.TalkException when it failed; nothing of the batch is visible then
     */
    void apply(SinkBatch batch);

    /**
     * Starts building all tables anew beside the old ones. Readers see the new tables at once when {@link
     * Rebuild#finish} is called, and never when the rebuild is closed before.
     */
    Rebuild rebuild();

    /** Counts the rows of each table. */
    Map<String, Long> counts();

    /**
     * Identifies the content of the tables without opening them. Called between runs, before {@link #prepare()} or after
     * {@link #release()}; never throws.
     *
     * <p>An equal fingerprint means that nothing has changed the tables, their columns or their mark since. A run in which no
     * golden record has changed either then leaves the sink alone. Empty when only {@link #prepare()} can tell.
     */
    @Experimental
    default Optional<String> fingerprint() {
        return Optional.empty();
    }

    /**
     * Lists where bytes of removed rows may still be, in words for the report of an erasure. Empty when they are gone.
     */
    @Experimental
    default List<String> traces() {
        return List.of();
    }

    /**
     * Releases resources that others may need between runs, such as a lock on a file. Called at the end of each
     * run; never throws. The next call acquires them again.
     */
    default void release() {}

    /** Releases all resources. Called once; never throws. */
    @Override
    void close();

    /** A rebuild of all tables in progress. */
    interface Rebuild extends AutoCloseable {
        /** Adds rows; every golden record comes once. */
        void add(SinkBatch batch);

        /** Replaces the old tables by the new ones, with the mark of the last batch. */
        void finish(SinkMark mark);

        /** Discards an unfinished rebuild. */
        @Override
        void close();
    }
}

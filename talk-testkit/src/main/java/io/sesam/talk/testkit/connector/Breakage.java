package io.sesam.talk.testkit.connector;

import io.sesam.talk.error.ErrorCode;
import java.util.Set;

/**
 * A failure that a world can simulate.
 *
 * @param name the description of the failure; part of the test's name
 * @param reads the error codes allowed for reading; none when reading still works
 * @param writes the error codes allowed for writing; none when writing still works
 * @param act causes the failure
 */
public record Breakage(String name, Set<ErrorCode> reads, Set<ErrorCode> writes, Act act) {
    /** The name of a {@link #ring}. */
    static final String RING = "pages that go round";

    /** An action on a world. */
    @FunctionalInterface
    public interface Act {
        /** Performs the action. */
        void run() throws Exception;
    }

    /** Creates a breakage with copies of the sets. */
    public Breakage {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }

    /** Creates a failure of reading and writing. */
    public static Breakage of(String name, ErrorCode code, Act act) {
        return new Breakage(name, Set.of(code), Set.of(code), act);
    }

    /**
     * Creates a system that answers without the list that was asked for, and with the status of success. The reading must
     * fail, because no list is no empty list (R39). Writing may fail or still work.
     *
     * @param writes whether a writer looks records up in such a list, so that it fails too
     */
    public static Breakage withoutList(boolean writes, Act act) {
        Set<ErrorCode> unreadable = Set.of(ErrorCode.UNREADABLE);
        return new Breakage("answers without a list", unreadable, writes ? unreadable : Set.of(), act);
    }

    /**
     * Creates a system whose pages lead back to an earlier page. The reading must fail, because a reading that goes round
     * neither ends nor is complete.
     */
    public static Breakage ring(Act act) {
        return new Breakage(RING, Set.of(ErrorCode.CURSOR_STUCK, ErrorCode.UNREADABLE), Set.of(), act);
    }

    /** Creates a failure of writing only. */
    public static Breakage ofWriting(String name, ErrorCode code, Act act) {
        return new Breakage(name, Set.of(), Set.of(code), act);
    }
}

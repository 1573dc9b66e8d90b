package io.sesam.talk.testkit.connector;

import io.sesam.talk.error.ErrorCode;
import java.util.Set;

/**
 * A way in which a world can be broken.
 *
 * @param name what is broken, in words; part of the test's name
 * @param reads the codes with which reading may fail then; none when reading still works
 * @param writes the codes with which writing may fail then; none when writing still works
 * @param act breaks it
 */
public record Breakage(String name, Set<ErrorCode> reads, Set<ErrorCode> writes, Act act) {
    /** Something done to a world. */
    @FunctionalInterface
    public interface Act {
        /** Does it. */
        void run() throws Exception;
    }

    /** Copies the sets. */
    public Breakage {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }

    /** After it neither reading nor writing works. */
    public static Breakage of(String name, ErrorCode code, Act act) {
        return new Breakage(name, Set.of(code), Set.of(code), act);
    }

    /** After it writing does not work. */
    public static Breakage ofWriting(String name, ErrorCode code, Act act) {
        return new Breakage(name, Set.of(), Set.of(code), act);
    }
}

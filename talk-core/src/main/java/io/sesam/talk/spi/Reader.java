package io.sesam.talk.spi;

/** Reader of one type, page by page. */
@FunctionalInterface
public interface Reader {
    /**
     * Reads the page after a position. Without a position, the first page of a complete listing.
     *
     * <p>The reader keeps no state between calls: the same position may be requested again, in this run or after a
     * crash, and gives the same or newer changes, never fewer. Pages are requested one after another. A page may be
     * empty; a page followed by another must have a new position. A record may come twice, and in any order. A
     * listing from the start to its last page contains every existing record; the reader throws rather than omit
     * one.
     *
     * @throws io.sesam.talk.error.TalkException when the system cannot be read; the engine takes nothing of the
     *     page then. POSITION_LOST makes the engine begin a new complete listing
     */
    Page read(ReadRequest request);
}

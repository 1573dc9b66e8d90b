package io.sesam.talk.spi;

/** Reads the records of one type, page by page. */
@FunctionalInterface
public interface Reader {
    /**
     * The page after a position; without one, the first page of everything there is.
     *
     * <p>Keeps nothing between calls: the same position may be asked again, in this run or after a crash, and gives the
     * same or newer changes, never fewer. Pages are asked one after the other. A page may be empty; one that says
     * another follows must have a new position. Records may come twice and in any order. From the start to the last page
     * a listing names every record there is, and fails rather than leaving some out.
     *
     * @throws io.sesam.talk.error.TalkException when the system cannot be read; nothing of the page is taken then. With
     *     POSITION_LOST the engine begins a new complete listing
     */
    Page read(ReadRequest request);
}

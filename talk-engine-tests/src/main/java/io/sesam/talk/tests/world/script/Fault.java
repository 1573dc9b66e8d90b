package io.sesam.talk.tests.world.script;

/**
 * Something that goes wrong in a run.
 *
 * @param place a system, or {@link #STORE} or {@link #SINK}
 * @param call at which of the calls there, from 1
 * @param kind what goes wrong
 */
public record Fault(String place, int call, Kind kind) {
    public static final String STORE = "the store";
    public static final String SINK = "the sink";

    /** What goes wrong; at a call where it makes no sense, nothing does. */
    public enum Kind {
        /** The request never arrives; nobody knows. */
        LOST_REQUEST("the request is lost"),
        /** It is done, and the answer never arrives. */
        LOST_ANSWER("the answer is lost"),
        /** The connection breaks in the middle of a batch. */
        RESET("the connection breaks half-way"),
        /** An error over there; nothing is done. */
        SERVER_ERROR("a server error"),
        /** The same, for the rest of the run. */
        OUTAGE("down for the rest of the run"),
        /** Too many calls; an hour's wait. */
        LIMITED("too many calls"),
        /** The token is no longer good, for the rest of the run. */
        NO_ACCESS("the token has expired"),
        /** A page brings everything twice. */
        TWICE("the page comes twice"),
        /** The place to read on from is no longer known. */
        POSITION_LOST("the position is lost"),
        /** A listing that is empty, or lacks every second record. */
        EMPTY("the listing is empty"),
        /** A listing lacks every second record. */
        HALF("the listing lacks half"),
        /** The engine is gone before the call. */
        CRASH_BEFORE("the engine crashes before it"),
        /** The engine is gone after the call, before it sees the answer. */
        CRASH_AFTER("the engine crashes after it");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public boolean isCrash() {
            return this == CRASH_BEFORE || this == CRASH_AFTER;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    @Override
    public String toString() {
        return "at call " + call + " of " + place + " " + kind;
    }
}

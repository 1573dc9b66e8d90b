package io.sesam.talk.tests.world.script;

import java.util.List;
import java.util.stream.Stream;

/**
 * A fault in a run.
 *
 * @param place a system, or {@link #STORE} or {@link #SINK}
 * @param call the number of the call there, from 1
 * @param kind the kind of fault
 */
public record Fault(String place, int call, Kind kind) {
    public static final String STORE = "the store";
    public static final String SINK = "the sink";

    /** The kind of a fault. Ignored at a call that it does not fit. */
    public enum Kind {
        /** The request never arrives, and the client does not know. */
        LOST_REQUEST("the request is lost"),
        /** The request is carried out, but the answer never arrives. */
        LOST_ANSWER("the answer is lost"),
        /** The connection breaks in the middle of a batch. */
        RESET("the connection breaks half-way"),
        /** A server error; nothing is done. */
        SERVER_ERROR("a server error"),
        /** A server error, for the rest of the run. */
        OUTAGE("down for the rest of the run"),
        /** Too many calls; an hour's wait. */
        LIMITED("too many calls"),
        /** The token has expired, for the rest of the run. */
        NO_ACCESS("the token has expired"),
        /** A page contains everything twice. */
        TWICE("the page comes twice"),
        /** The position is no longer known. */
        POSITION_LOST("the position is lost"),
        /** A listing is empty. */
        EMPTY("the listing is empty"),
        /** A listing lacks every second record. */
        HALF("the listing lacks half"),
        /** An answer lacks the list that was asked for. */
        NO_LIST("the answer has no list"),
        /** A page is shorter than it may be, and more follows. */
        SHORT_PAGE("the page is short"),
        /** The engine crashes before the call. */
        CRASH_BEFORE("the engine crashes before it"),
        /** The engine crashes after the call, before the answer. */
        CRASH_AFTER("the engine crashes after it");

        /** The kinds that every script may have. */
        static final List<Kind> EVERYWHERE = Stream.of(values())
                .filter(kind -> kind != NO_LIST && kind != SHORT_PAGE)
                .toList();

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

package io.sesam.talk.bulk;

import io.sesam.talk.model.Experimental;

/** A row that was not merged, and why. Holds no value of the row. */
@Experimental
public final class Refusal {
    private final String source;
    private final long position;
    private final String reason;

    private Refusal(String source, long position, String reason) {
        this.source = source;
        this.position = position;
        this.reason = reason;
    }

    /** Creates a refusal of a row of a source. */
    public static Refusal of(String source, long position, String reason) {
        return new Refusal(source, position, reason);
    }

    /** Returns the name of the source. */
    public String source() {
        return source;
    }

    /** Returns where the row stands in the source, such as the number of its line. */
    public long position() {
        return position;
    }

    /** Returns what is wrong and what to do. */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return source + ", row " + position + ": " + reason;
    }
}

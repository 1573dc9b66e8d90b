package io.sesam.talk.model;

/** The marker for a blank value in {@link Fields}. */
public enum Blank {
    /** The only instance. */
    BLANK;

    @Override
    public String toString() {
        return "(blank)";
    }
}

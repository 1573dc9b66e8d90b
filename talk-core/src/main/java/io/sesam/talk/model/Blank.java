package io.sesam.talk.model;

/** The mark for "said to be empty" in the compact view of {@link Fields}. */
public enum Blank {
    /** The only one. */
    BLANK;

    @Override
    public String toString() {
        return "(blank)";
    }
}

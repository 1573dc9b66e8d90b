package io.sesam.talk.console.web;

/** The user may read and not change. */
public final class ChangeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChangeRefused() {
        super("This console only shows. Start it with --allow-changes, or sign in as a steward, to change anything.");
    }
}

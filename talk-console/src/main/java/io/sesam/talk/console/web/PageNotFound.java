package io.sesam.talk.console.web;

/** There is no page with this path. */
public final class PageNotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PageNotFound() {
        super("There is no such page.");
    }
}

package io.sesam.talk.console.web;

import io.sesam.talk.console.request.ConsoleResponse;

/** A page and its forms, by the first part of the path. */
public interface Page {
    /** Answers a GET request. */
    ConsoleResponse show(PageRequest request);

    /**
     * Answers a POST request. Its token was checked; whether the user may change anything was not.
     *
     * @throws PageNotFound when there is no such form
     */
    default ConsoleResponse submit(PageRequest request) {
        throw new PageNotFound();
    }
}

package io.sesam.talk.rest;

import java.util.Optional;

/**
 * How a listing is cut into pages.
 *
 * @param parameter the query parameter that takes a page's number, offset or cursor; empty for the styles that have none
 * @param first the number of the first page
 * @param pointer where the next page is named in what is answered: its cursor, or its address
 * @param total where it is told how many records there are in all
 * @param totalHeader or in which header
 * @param size how many records a page has at most
 * @param sizeParameter the query parameter that takes the size
 * @param lasting whether pages stay as they are while records come and go
 */
record Paging(
        Style style,
        String parameter,
        int first,
        String pointer,
        Optional<String> total,
        Optional<String> totalHeader,
        int size,
        Optional<String> sizeParameter,
        boolean lasting) {
    /** How the next page is told. */
    enum Style {
        /** There is one page. */
        NONE,
        /** Pages have numbers. */
        PAGE,
        /** A page begins after so many records. */
        OFFSET,
        /** The answer tells a cursor. */
        CURSOR,
        /** The answer tells an address. */
        NEXT,
        /** The header {@code Link} tells an address. */
        LINK
    }

    static final int UNLIMITED = 5_000;

    static Paging none() {
        return new Paging(Style.NONE, "", 1, "", Optional.empty(), Optional.empty(), UNLIMITED, Optional.empty(), true);
    }

    static Paging of(ProfileSection section) {
        Style style = section.choice("style", Style.class).orElseGet(() -> {
            section.required("style");
            return Style.NONE;
        });
        boolean hasParameter = style == Style.PAGE || style == Style.OFFSET || style == Style.CURSOR;
        boolean hasPointer = style == Style.CURSOR || style == Style.NEXT;
        if (hasPointer && !section.has("pointer")) {
            section.problem("pointer", "is missing: where the answer names the next page");
        }
        if (style != Style.NONE && !section.has("size")) {
            section.problem("size", "is missing: how many records a page has at most");
        }
        return new Paging(
                style,
                hasParameter ? section.required("parameter") : "",
                style == Style.PAGE ? firstNumber(section) : 0,
                hasPointer ? section.pointer("pointer").orElse("") : "",
                section.pointer("total"),
                section.text("totalHeader"),
                section.number("size").orElse(UNLIMITED),
                section.text("sizeParameter"),
                style == Style.NONE || (section.has("lasting") ? section.flag("lasting") : style == Style.CURSOR));
    }

    private static int firstNumber(ProfileSection section) {
        return section.<Integer>read("first", "0 or 1", text -> text.matches("[01]") ? Integer.valueOf(text) : null)
                .orElse(1);
    }
}

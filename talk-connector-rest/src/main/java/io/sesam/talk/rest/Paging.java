package io.sesam.talk.rest;

import java.util.Optional;

/**
 * The paging scheme of a listing.
 *
 * @param parameter the query parameter for the page number, offset or cursor; empty for styles without one
 * @param first the number of the first page
 * @param pointer the location of the next cursor or address in the response
 * @param total the location of the total number of records in the response
 * @param totalHeader the header with the total number of records
 * @param size the maximum number of records on a page
 * @param sizeParameter the query parameter for the page size
 * @param lasting whether pages stay as they are while records are added and deleted
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
    /** The way to find the next page. */
    enum Style {
        /** One page only. */
        NONE,
        /** Page numbers. */
        PAGE,
        /** Offsets, counted in records. */
        OFFSET,
        /** A cursor in the response. */
        CURSOR,
        /** An address in the response. */
        NEXT,
        /** An address in the {@code Link} header. */
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
            section.problem("pointer", "is missing: the location of the next page in the response");
        }
        if (style != Style.NONE && !section.has("size")) {
            section.problem("size", "is missing: the maximum number of records on a page");
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

package io.sesam.talk.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How records of a type are written, as a profile declares it; what it does not declare is refused.
 *
 * @param insert how one is made
 * @param update how one is changed
 * @param removal how one is archived, or deleted where the system knows no other way
 */
record RestWrites(Optional<Insert> insert, Optional<Update> update, Optional<Removal> removal) {
    /** Methods that write. */
    enum Method {
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /**
     * How a record is made.
     *
     * @param under where its fields stand in what is sent; empty for the whole
     * @param record where the record stands in what is answered
     * @param constants what is always sent, by pointer
     * @param idempotencyHeader the header by which the system knows a call that it has carried out already
     */
    record Insert(
            Method method,
            String path,
            String under,
            String record,
            Map<String, String> constants,
            Optional<String> idempotencyHeader) {}

    /**
     * How a record is changed.
     *
     * @param whole whether what is not sent is emptied, so that the record is read first and sent back whole
     * @param without what is left out of what is sent back whole
     */
    record Update(Method method, String path, String under, String record, boolean whole, List<String> without) {}

    /**
     * How a record is archived.
     *
     * @param constants what is sent, by pointer; nothing for a plain DELETE
     */
    record Removal(Method method, String path, Map<String, String> constants) {}

    boolean any() {
        return insert.isPresent() || update.isPresent() || removal.isPresent();
    }

    static RestWrites of(ProfileSection type) {
        return new RestWrites(
                type.place("create").map(RestWrites::insert),
                type.place("update").map(RestWrites::update),
                type.place("archive").map(RestWrites::removal));
    }

    private static Method method(ProfileSection section, Method otherwise, Method... allowed) {
        Method method = section.<Method>read("method", "one of " + List.of(allowed), text -> find(text, allowed))
                .orElse(otherwise);
        return method;
    }

    private static @org.jspecify.annotations.Nullable Method find(String text, Method... allowed) {
        for (Method method : allowed) {
            if (method.name().equals(text)) {
                return method;
            }
        }
        return null;
    }

    private static Insert insert(ProfileSection section) {
        Insert insert = new Insert(
                method(section, Method.POST, Method.POST, Method.PUT),
                section.url("path", false),
                section.pointer("under").orElse(""),
                section.pointer("record").orElse(""),
                constants(section),
                section.text("idempotencyHeader"));
        section.done();
        return insert;
    }

    private static Update update(ProfileSection section) {
        Method method = method(section, Method.PATCH, Method.PATCH, Method.PUT, Method.POST);
        Update update = new Update(
                method,
                section.url("path", true),
                section.pointer("under").orElse(""),
                section.pointer("record").orElse(""),
                section.has("whole") ? section.flag("whole") : method == Method.PUT,
                section.texts("without"));
        if (!update.without.stream().allMatch(pointer -> pointer.startsWith("/"))) {
            section.problem("without", "must be a list of JSON pointers");
        }
        section.done();
        return update;
    }

    private static Removal removal(ProfileSection section) {
        Removal removal = new Removal(
                method(section, Method.DELETE, Method.DELETE, Method.POST, Method.PUT, Method.PATCH),
                section.url("path", true),
                constants(section));
        section.done();
        return removal;
    }

    private static Map<String, String> constants(ProfileSection section) {
        Map<String, String> constants = section.mapping("constants");
        if (!constants.keySet().stream().allMatch(pointer -> pointer.startsWith("/"))) {
            section.problem("constants", "must have JSON pointers as keys");
        }
        return constants;
    }
}

package io.sesam.talk.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The writing calls of a type. Calls that the profile does not declare are refused.
 *
 * @param insert the call that creates a record
 * @param update the call that changes a record
 * @param removal the call that archives a record, or deletes it where the system cannot archive
 */
record RestWrites(Optional<Insert> insert, Optional<Update> update, Optional<Removal> removal) {
    /** The writing methods. */
    enum Method {
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /**
     * The call that creates a record.
     *
     * @param under the location of its fields in the request; empty for the whole
     * @param record the location of the record in the response
     * @param constants fixed values of the request, by pointer
     * @param idempotencyHeader the header by which the system recognises a repeated call
     */
    record Insert(
            Method method,
            String path,
            String under,
            String record,
            Map<String, String> constants,
            Optional<String> idempotencyHeader) {}

    /**
     * The call that changes a record.
     *
     * @param whole whether the system clears fields that are not sent, so that the record is read first and sent back
     *     whole
     * @param without the fields that are left out of a record sent back whole
     */
    record Update(Method method, String path, String under, String record, boolean whole, List<String> without) {}

    /**
     * The call that archives a record.
     *
     * @param constants fixed values of the request, by pointer; empty for a plain DELETE
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

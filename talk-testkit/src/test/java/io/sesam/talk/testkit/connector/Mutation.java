package io.sesam.talk.testkit.connector;

/** A way to break the model connector, with the promise that must notice it. */
enum Mutation {
    NONE(""),
    OPERATION_FINDS_NOBODY("person: a lookup by operation finds the record that an insert created, and no other (R21)"),
    OPERATION_FINDS_ANOTHER(
            "person: a lookup by operation finds the record that an insert created, and no other (R21)"),
    OPERATION_FINDS_WHAT_WAS_NEVER_SENT(
            "person: a lookup by operation finds the record that an insert created, and no other (R21)"),
    LOOKUP_ANSWERS_THE_FIRST_ID_ONLY("person: a lookup by id answers every id"),
    LOOKUP_REMEMBERS_WHO_IS_MISSING_AS_PRESENT("person: a lookup by id reports a missing record"),
    REFERENCE_IS_NOT_WRITTEN(
            "person: organisation points to the record that it was given, and an update moves it or is refused (R38)"),
    REFERENCE_IS_NOT_UPDATED(
            "person: organisation points to the record that it was given, and an update moves it or is refused (R38)"),
    MODIFIED_IS_THE_TIME_OF_READING("person: the times of a record stay while nobody changes it (R40)"),
    CALLS_ARE_NOT_ANNOUNCED("person: a writer that makes a call for each record announces each (R21)"),
    SHORT_PAGE_IS_THE_END("person: a page that is short is no end (R39)"),
    RING_IS_FOLLOWED(
            "with pages that go round, the error message names the problem without values, and nothing is lost (R37)"),
    NO_LIST_IS_AN_EMPTY_LIST(
            "with answers without a list, the error message names the problem without values, and nothing is lost (R37)");

    final String promise;

    Mutation(String promise) {
        this.promise = promise;
    }
}

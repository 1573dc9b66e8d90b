package io.sesam.talk.rest;

import io.sesam.talk.spi.Deletes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One type of record, as a profile says it: where it is listed, what it says, how it is found and written.
 *
 * @param name of the host's type
 * @param list where the records stand in what is answered
 * @param key where the id stands in a record
 * @param modified where the time of its last change stands; empty when it tells none
 * @param get where one record is asked for
 */
record RestType(
        String name,
        String path,
        Map<String, String> query,
        String list,
        String key,
        Paging paging,
        Optional<News> news,
        Times times,
        String modified,
        String created,
        List<RestField> fields,
        boolean clearsWithNull,
        Deletes deletes,
        Duration relistEvery,
        Optional<One> get,
        Optional<Find> find,
        RestWrites writes,
        Duration overlap) {
    /**
     * How what was changed is asked for.
     *
     * @param parameter the query parameter that takes a time
     */
    record News(String parameter, Times times) {}

    /**
     * Where one record is.
     *
     * @param record where it stands in what is answered
     */
    record One(String path, String record) {}

    /**
     * How records are found by a property.
     *
     * @param parameter the query parameter that takes the value
     */
    record Find(String property, String path, String parameter, String list) {}

    static RestType of(Place place, String name) {
        RestWrites writes = RestWrites.of(place);
        Optional<Place> times = place.place("times");
        Optional<Place> news = place.place("changes");
        Times format = times.map(inner -> Times.of(inner, Times.iso())).orElseGet(Times::iso);
        String list = place.pointer("list").orElse("");
        Paging paging = place.place("paging").map(RestType::paging).orElseGet(Paging::none);
        RestType type = new RestType(
                name,
                place.url("path", false),
                place.mapping("query"),
                list,
                place.pointer("key").orElse("/id"),
                paging,
                news.map(inner -> new News(inner.required("parameter"), Times.of(inner, format))),
                format,
                times.flatMap(inner -> inner.pointer("modified")).orElse(""),
                times.flatMap(inner -> inner.pointer("created")).orElse(""),
                place.place("fields")
                        .map(inner -> RestField.all(inner, writes.any()))
                        .orElse(List.of()),
                place.choice("clear", Clear.class).orElse(Clear.NULL) == Clear.NULL,
                place.choice("deletes", Shown.class).orElse(Shown.NONE) == Shown.SWEEP
                        ? Deletes.ID_SWEEP
                        : Deletes.NONE,
                place.duration("relistEvery").orElse(Duration.ofDays(1)),
                place.place("get").map(RestType::one),
                place.place("find").map(inner -> find(inner, list)),
                writes,
                news.flatMap(inner -> inner.duration("overlap")).orElse(Duration.ofMinutes(2)));
        times.ifPresent(Place::done);
        news.ifPresent(Place::done);
        type.judge(place);
        place.done();
        return type;
    }

    /** How a value is cleared. */
    private enum Clear {
        NULL,
        EMPTY
    }

    /** How it shows that a record is gone. */
    private enum Shown {
        NONE,
        SWEEP
    }

    private static Paging paging(Place place) {
        Paging paging = Paging.of(place);
        place.done();
        return paging;
    }

    private static One one(Place place) {
        One one = new One(place.url("path", true), place.pointer("record").orElse(""));
        place.done();
        return one;
    }

    private static Find find(Place place, String list) {
        Find find = new Find(
                place.required("property"),
                place.url("path", false),
                place.required("parameter"),
                place.pointer("list").orElse(list));
        place.done();
        return find;
    }

    private void judge(Place place) {
        if (!place.has("fields") || fields.isEmpty()) {
            place.problem("fields", "is missing: properties, and where each stands");
        }
        if (get.isEmpty() && paging.style() != Paging.Style.NONE) {
            place.problem(
                    "get",
                    "is missing: where the listing has pages, single records are asked for at a path of their own");
        }
        if (get.isEmpty() && writes.update().filter(RestWrites.Update::whole).isPresent()) {
            place.problem("get", "is missing: what is sent back whole is read first");
        }
        if (fields.stream().noneMatch(field -> field.writes().isPresent()) && writes.any()) {
            place.problem("fields", "has nothing that can be written; leave create and update out, or readOnly");
        }
    }

    /** Whether a page can be asked for from the moment a record was changed. */
    boolean isTimed() {
        return !modified.isEmpty();
    }
}

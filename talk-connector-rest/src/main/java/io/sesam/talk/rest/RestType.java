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
        TimeFormat timeFormat,
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
    record News(String parameter, TimeFormat timeFormat) {}

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

    static RestType of(ProfileSection section, String name) {
        RestWrites writes = RestWrites.of(section);
        Optional<ProfileSection> times = section.place("times");
        Optional<ProfileSection> news = section.place("changes");
        TimeFormat format =
                times.map(inner -> TimeFormat.of(inner, TimeFormat.iso())).orElseGet(TimeFormat::iso);
        String list = section.pointer("list").orElse("");
        Paging paging = section.place("paging").map(RestType::paging).orElseGet(Paging::none);
        RestType type = new RestType(
                name,
                section.url("path", false),
                section.mapping("query"),
                list,
                section.pointer("key").orElse("/id"),
                paging,
                news.map(inner -> new News(inner.required("parameter"), TimeFormat.of(inner, format))),
                format,
                times.flatMap(inner -> inner.pointer("modified")).orElse(""),
                times.flatMap(inner -> inner.pointer("created")).orElse(""),
                section.place("fields")
                        .map(inner -> RestField.all(inner, writes.any()))
                        .orElse(List.of()),
                section.choice("clear", Clear.class).orElse(Clear.NULL) == Clear.NULL,
                section.choice("deletes", Shown.class).orElse(Shown.NONE) == Shown.SWEEP
                        ? Deletes.ID_SWEEP
                        : Deletes.NONE,
                section.duration("relistEvery").orElse(Duration.ofDays(1)),
                section.place("get").map(RestType::one),
                section.place("find").map(inner -> find(inner, list)),
                writes,
                news.flatMap(inner -> inner.duration("overlap")).orElse(Duration.ofMinutes(2)));
        times.ifPresent(ProfileSection::done);
        news.ifPresent(ProfileSection::done);
        type.judge(section);
        section.done();
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

    private static Paging paging(ProfileSection section) {
        Paging paging = Paging.of(section);
        section.done();
        return paging;
    }

    private static One one(ProfileSection section) {
        One one = new One(section.url("path", true), section.pointer("record").orElse(""));
        section.done();
        return one;
    }

    private static Find find(ProfileSection section, String list) {
        Find find = new Find(
                section.required("property"),
                section.url("path", false),
                section.required("parameter"),
                section.pointer("list").orElse(list));
        section.done();
        return find;
    }

    private void judge(ProfileSection section) {
        if (!section.has("fields") || fields.isEmpty()) {
            section.problem("fields", "is missing: properties, and where each stands");
        }
        if (get.isEmpty() && paging.style() != Paging.Style.NONE) {
            section.problem(
                    "get",
                    "is missing: where the listing has pages, single records are asked for at a path of their own");
        }
        if (get.isEmpty() && writes.update().filter(RestWrites.Update::whole).isPresent()) {
            section.problem("get", "is missing: what is sent back whole is read first");
        }
        if (fields.stream().noneMatch(field -> field.writes().isPresent()) && writes.any()) {
            section.problem("fields", "has nothing that can be written; leave create and update out, or readOnly");
        }
    }

    /** Whether a page can be asked for from the moment a record was changed. */
    boolean isTimed() {
        return !modified.isEmpty();
    }
}

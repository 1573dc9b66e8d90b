package io.sesam.talk.rest;

import io.sesam.talk.spi.Deletes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One type of record in a profile. States how its records are listed, mapped, found and written.
 *
 * @param name the name of the host's type
 * @param list the location of the records in the response
 * @param key the location of the id in a record
 * @param modified the locations of the time of the last change in a record: the first that has a time counts; empty
 *     when there is none
 * @param created the locations of the time of creation, likewise
 * @param get the call for one record
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
        List<String> modified,
        List<String> created,
        List<RestField> fields,
        boolean clearsWithNull,
        Deletes deletes,
        Duration relistEvery,
        Optional<One> get,
        Optional<Find> find,
        RestWrites writes,
        Duration overlap) {
    /**
     * A filter for changed records.
     *
     * @param parameter the query parameter for the start time
     */
    record News(String parameter, TimeFormat timeFormat) {}

    /**
     * The call for one record.
     *
     * @param record the location of the record in the response
     */
    record One(String path, String record) {}

    /**
     * A search by a property.
     *
     * @param parameter the query parameter for the value
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
                times.map(inner -> inner.pointers("modified")).orElse(List.of()),
                times.map(inner -> inner.pointers("created")).orElse(List.of()),
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

    /** The way to clear a value. */
    private enum Clear {
        NULL,
        EMPTY
    }

    /** The way a record is shown as deleted. */
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
            section.problem("fields", "is missing; it needs the properties with their locations");
        }
        if (get.isEmpty() && paging.style() != Paging.Style.NONE) {
            section.problem("get", "is missing; a paged listing needs a separate call for single records");
        }
        if (get.isEmpty() && writes.update().filter(RestWrites.Update::whole).isPresent()) {
            section.problem("get", "is missing; a record that is written as a whole must be read first");
        }
        if (fields.stream().noneMatch(field -> field.writes().isPresent()) && writes.any()) {
            section.problem("fields", "has no field that can be written; remove create and update, or readOnly");
        }
    }

    /** Reports whether changes can be filtered by time. */
    boolean isTimed() {
        return !modified.isEmpty();
    }
}

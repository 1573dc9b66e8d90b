package io.sesam.talk.rest;

import io.sesam.talk.spi.Deletes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
 * @param missing how the system answers for a record that does not exist
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
        Duration overlap,
        Missing missing) {
    /**
     * A filter for changed records.
     *
     * @param parameter the query parameter for the start time
     * @param template its value, with {@code {since}} in the place of the time
     */
    record News(String parameter, TimeFormat timeFormat, String template) {
        private static final String SINCE = "{since}";

        static News of(ProfileSection section, TimeFormat format) {
            String template = section.text("template").orElse(SINCE);
            if (!template.contains(SINCE)) {
                section.problem("template", "must contain {since}, in the place of the time");
            }
            return new News(section.required("parameter"), TimeFormat.of(section, format), template);
        }

        String value(Instant since) {
            return template.replace(SINCE, timeFormat.write(since));
        }
    }

    /**
     * The answers for a record that does not exist.
     *
     * @param statuses the statuses; the listing must work at the same time
     * @param nothing whether a successful answer without anything at the record's location is one of them
     */
    record Missing(Set<Integer> statuses, boolean nothing) {
        private static final String NOTHING = "nothing";

        static Missing of(ProfileSection section) {
            List<String> declared = section.has("missing") ? section.texts("missing") : List.of("404", "410");
            if (!declared.stream().allMatch(text -> text.equals(NOTHING) || text.matches("4\\d\\d"))
                    || declared.contains("401")) {
                section.problem("missing", "must be a list of statuses such as 403 and 404, and the word nothing");
            }
            Set<Integer> statuses = declared.stream()
                    .filter(text -> text.matches("\\d{3}"))
                    .map(Integer::valueOf)
                    .collect(Collectors.toCollection(TreeSet::new));
            return new Missing(statuses, declared.contains(NOTHING));
        }

        boolean isTold(int status) {
            return statuses.contains(status);
        }
    }

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
                news.map(inner -> News.of(inner, format)),
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
                news.flatMap(inner -> inner.duration("overlap")).orElse(Duration.ofMinutes(2)),
                Missing.of(section));
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

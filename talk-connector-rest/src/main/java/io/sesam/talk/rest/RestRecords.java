package io.sesam.talk.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.ListingReader;
import io.sesam.talk.http.Lookups;
import io.sesam.talk.http.Mapping;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The records of one type. Listed page by page and looked up as the profile declares. */
final class RestRecords implements ListingReader.Source {
    private static final int LONGEST_ID = 500;

    private final HttpApi api;
    private final RestType type;
    private final Mapping mapping;
    private final RestPages pages;

    RestRecords(HttpApi api, String base, RestType type, Mapping mapping) {
        this.api = api;
        this.type = type;
        this.mapping = mapping;
        this.pages = new RestPages(base, type);
    }

    @Override
    public ListingReader.Listed page(String cursor, Optional<Instant> since) {
        ApiResponse response = api.read(pages.call(cursor, since));
        List<RecordSnapshot> records = records(response.json(), type.list());
        Stream<RecordSnapshot> ordered = type.paging().style() == Paging.Style.NONE
                ? records.stream().sorted(Comparator.comparing(RecordSnapshot::id))
                : records.stream();
        return new ListingReader.Listed(
                ordered.toList(), pages.next(response, cursor, records.size()), pages.total(response));
    }

    private List<RecordSnapshot> records(JsonNode answer, String pointer) {
        JsonNode list = JsonValues.at(answer, pointer);
        if (!list.isArray()) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    api + ": GET " + type.path() + " returned no list "
                            + (pointer.isEmpty() ? "as the whole response" : "at \"" + pointer + "\"")
                            + (answer.isArray()
                                    ? ", but the response itself is a list; set the profile's list to \"\""
                                    : "")
                            + "; no record was treated as deleted");
        }
        return JsonValues.items(list).map(mapping::record).toList();
    }

    @Override
    public Optional<Instant> date() {
        return api.date();
    }

    @Override
    public boolean knowsNews() {
        return type.news().isPresent();
    }

    @Override
    public boolean moves() {
        return !type.paging().lasting();
    }

    EntityType type() {
        return mapping.schema().type();
    }

    /** Compares the profile with the first page. A field that no record has may have another name. */
    Check look() {
        ApiResponse response = api.read(pages.call("", Optional.empty()));
        List<RecordSnapshot> records = records(response.json(), type.list());
        List<Check> found = new ArrayList<>();
        if (pages.isCutShort(response, records.size())) {
            found.add(Check.warning(type.name() + ": GET " + type.path()
                    + " seems to have more pages than the one it lists; declare its paging in the profile"));
        }
        if (records.isEmpty()) {
            found.add(Check.note(type.name() + ": GET " + type.path()
                    + " lists no record yet; whether the fields of the profile are there shows with the first one"));
        }
        for (RestField field : records.isEmpty() ? List.<RestField>of() : type.fields()) {
            int index = mapping.schema().indexOf(field.property());
            if (index >= 0
                    && records.stream().allMatch(record -> record.fields().slot(index) == null)) {
                found.add(Check.warning(type.name() + "." + field.property() + ": none of the first records ("
                        + records.size() + ") has a value at " + String.join(" or ", field.reads())));
            }
        }
        return found.stream().reduce(Check.fine(), Check::and);
    }

    /** Returns the look-up by id and search property. */
    Lookup lookup() {
        Lookups lookups = Lookups.byId(type.get().isPresent() ? this::eachById : this::allById);
        return type.find()
                .filter(find -> mapping.schema().indexOf(find.property()) >= 0)
                .map(find -> lookups.byKey(find.property(), value -> byKey(find, value)))
                .orElse(lookups);
    }

    /** Makes a call about one record. "Not found" counts only when the listing works. */
    ApiCall ofOne(ApiCall call) {
        return call.acceptingIf(
                pages.call("", Optional.empty()).expectingList(type.list()),
                type.missing().statuses().toArray(Integer[]::new));
    }

    static String path(String path, String id) {
        return path.replace(
                "{id}", URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    /** Fetches one record; empty if it does not exist. */
    Optional<JsonNode> one(String id) {
        RestType.One get = type.get().orElseThrow();
        ApiResponse response = api.read(ofOne(ApiCall.get(path(get.path(), id))));
        JsonNode record = JsonValues.at(response.json(), get.record());
        boolean isNothing = record.isNull() || record.isMissingNode() && isNothing(response.json(), get.record());
        if (type.missing().isTold(response.status()) || isNothing) {
            return Optional.empty();
        }
        if (!record.isObject()) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    api + ": GET " + get.path() + " returned no record at \"" + get.record()
                            + "\"; if that means that there is none, add nothing to the profile's missing");
        }
        return Optional.of(record);
    }

    /** Reports whether an absent record is one that does not exist: the profile says so, or the list of records is empty. */
    private boolean isNothing(JsonNode answer, String pointer) {
        int last = pointer.lastIndexOf('/');
        return type.missing().nothing()
                || last >= 0
                        && JsonValues.at(answer, pointer.substring(0, last)).isArray();
    }

    /** Explains why an id cannot be part of an address. Empty for nearly all. */
    static Optional<String> refusal(String id) {
        return id.isBlank() || id.equals(".") || id.equals("..")
                ? Optional.of("the record's id would address something else than the record")
                : id.length() > LONGEST_ID
                        ? Optional.of("the record's id is longer than " + LONGEST_ID + " characters")
                        : Optional.empty();
    }

    private Map<String, Lookup.Found> eachById(Collection<String> ids) {
        Map<String, Lookup.Found> found = new LinkedHashMap<>();
        ids.stream().filter(id -> refusal(id).isEmpty()).forEach(id -> found.put(id, found(one(id))));
        return found;
    }

    Lookup.Found found(Optional<JsonNode> record) {
        return record.<Lookup.Found>map(there -> new Lookup.Found.Present(mapping.record(there)))
                .orElseGet(Lookup.Found.Missing::new);
    }

    private Map<String, Lookup.Found> allById(Collection<String> ids) {
        Map<String, Lookup.Found> found = new LinkedHashMap<>();
        ids.forEach(id -> found.put(id, new Lookup.Found.Missing()));
        page("", Optional.empty())
                .records()
                .forEach(record -> found.replace(record.id(), new Lookup.Found.Present(record)));
        return found;
    }

    private List<RecordSnapshot> byKey(RestType.Find find, String value) {
        int index = mapping.schema().index(find.property());
        ApiResponse response = api.read(ApiCall.get(find.path()).query(find.parameter(), value));
        return records(response.json(), find.list()).stream()
                .filter(record -> record.fields()
                        .originalText(index)
                        .filter(original -> original.strip().equalsIgnoreCase(value.strip()))
                        .isPresent())
                .toList();
    }
}

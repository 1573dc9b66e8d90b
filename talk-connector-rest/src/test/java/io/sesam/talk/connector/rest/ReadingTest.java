package io.sesam.talk.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of reading by a profile, beside the contract. */
final class ReadingTest {
    @TempDir
    Path directory;

    private static final String PEOPLE = """
            name: Plain
            authentication: none
            types:
              person:
                path: /people
            """;

    private static final String NEXT_PAGES = """
            list: /items
            paging: { style: next, pointer: /next, size: 10 }
            get: { path: "/people/{id}" }
            fields: { firstname: /first }
            """;

    private static String person(String more) {
        return PEOPLE + more.indent(4);
    }

    private static void isUnreadable(Place place, Connector connector, String... words) {
        assertThatThrownBy(() -> place.read(connector, EntityType.PERSON))
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE))
                .hasMessageContainingAll(words);
    }

    /** For a person, 42 and "42" and 42.0 are one id. */
    @Test
    @Tag("acceptance-29")
    void anIdThatIsANumberOnOnePageAndTextOnAnotherIsTheSameRecord() {
        try (Place place = new Place(directory, ReadingTest::numberThenText)) {
            Connector connector = place.connect(person("""
                    paging: { style: cursor, parameter: after, pointer: /next, size: 2 }
                    list: /items
                    get: { path: "/people/{id}" }
                    fields: { firstname: /first, organisation: /company }
                    """));

            List<Change> changes = place.read(connector, EntityType.PERSON);

            assertThat(changes).extracting(Change::id).containsExactly("42", "900719925474099312", "7");
            assertThat(changes)
                    .extracting(change -> ((RecordSnapshot) change)
                            .fields()
                            .referenceTo(EntityType.ORGANISATION)
                            .orElse(""))
                    .containsExactly("1", "1", "1");
            assertThat(connector.lookup(EntityType.PERSON).orElseThrow().byId(List.of("42")))
                    .hasEntrySatisfying(
                            "42",
                            found -> assertThat(((Lookup.Found.Present) found)
                                            .record()
                                            .id())
                                    .isEqualTo("42"));
        }
    }

    private static SimResponse numberThenText(SimRequest request) {
        if (request.path().endsWith("/42")) {
            return SimResponse.json(200, "{\"id\":\"42\",\"first\":\"Kari\"}");
        }
        return SimResponse.json(200, request.parameter("after").isEmpty() ? """
                        {"next":"x","items":[{"id":42,"first":"Kari","company":1},
                        {"id":900719925474099312,"first":"Ola","company":"1"}]}""" : """
                        {"items":[{"id":"42","first":"Kari","company":"1"},{"id":7.0,"first":"Per","company":1.0}]}""");
    }

    @ParameterizedTest
    @Tag("case-23")
    @CsvSource({"'[{\"id\":1}]',/items", "'{\"items\":[{\"id\":1}]}',''", "'{\"items\":null}',/items", "'{}',/items"})
    void aBareListIsNoListOfItemsAndNeitherIsTakenForTheOther(String answer, String list) {
        try (Place place = Place.saying(directory, answer)) {
            isUnreadable(
                    place,
                    place.connect(person("list: \"" + list + "\"\nfields: { firstname: /first }")),
                    "no list",
                    "no record was treated as deleted");
        }
    }

    @Test
    void aRecordWithoutAnIdIsToldWithThePlaceWhereItShouldBe() {
        try (Place place = Place.saying(directory, "[{\"no\":1,\"first\":\"Kari\"}]")) {
            isUnreadable(place, place.connect(person("fields: { firstname: /first }")), "no id", "/id");
        }
    }

    /** A response could name a host that must not receive the token. */
    @Test
    @Tag("R37")
    void aNextPageOnAnotherHostIsNotAskedFor() {
        try (Place elsewhere = Place.saying(directory, "[]");
                Place place = Place.saying(
                        directory, "{\"items\":[],\"next\":\"" + elsewhere.server.uri() + "/people?page=2\"}")) {
            Connector connector = place.connect(person(NEXT_PAGES));

            isUnreadable(place, connector, "next page", "baseUrl");
            assertThat(elsewhere.server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @Tag("R37")
    @CsvSource({"https,127.0.0.1", "http,localhost"})
    void norByAnotherWayNorUnderAnotherName(String scheme, String host) {
        AtomicReference<String> next = new AtomicReference<>("");
        try (Place place = new Place(
                directory,
                request -> SimResponse.json(200, "{\"items\":[],\"next\":\"" + next.get() + "/api/people?page=2\"}"))) {
            next.set(scheme + "://" + host + ":" + place.server.uri().getPort());
            Connector connector = place.connect(person(NEXT_PAGES));

            isUnreadable(place, connector, "next page", "baseUrl");
            assertThat(place.server.requests()).hasSize(1);
        }
    }

    /** A profile without paging reads the first page only, and seems to work. */
    @ParameterizedTest
    @CsvSource({
        "'{\"items\":[{\"id\":1,\"first\":\"Kari\"}],\"next\":\"/people?page=2\"}',true",
        "'{\"items\":[{\"id\":1,\"first\":\"Kari\"}],\"nextCursor\":\"x\"}',true",
        "'{\"items\":[{\"id\":1,\"first\":\"Kari\"}],\"totalItems\":2}',true",
        "'{\"items\":[{\"id\":1,\"first\":\"Kari\"}],\"count\":2}',true",
        "'{\"items\":[{\"id\":1,\"first\":\"Kari\"}],\"next\":\"\",\"total\":1,\"count\":1}',false",
        "'{\"items\":[{\"id\":1,\"first\":\"Kari\"}],\"next\":null,\"total\":\"many\",\"page\":7}',false"
    })
    void aListThatSpeaksOfMoreThanItShowsIsAWarning(String answer, boolean warns) {
        try (Place place = Place.saying(directory, answer)) {
            Connector connector = place.connect(person("list: /items\nfields: { firstname: /first }"));

            assertThat(connector.check().findings().stream()
                            .filter(finding -> finding.message().contains("declare its paging")))
                    .hasSize(warns ? 1 : 0);
        }
    }

    @Test
    void aLinkToANextPageIsAWarningTooAndSoIsATotalThatIsDeclared() {
        try (Place place = new Place(
                directory,
                request -> SimResponse.json(200, "[{\"id\":1,\"first\":\"Kari\"}]")
                        .with("Link", "<" + request.path() + "?page=2>; rel=\"next\"")
                        .with("X-Total", "1"))) {
            assertThat(place.connect(person("fields: { firstname: /first }"))
                            .check()
                            .findings())
                    .extracting(Check.Finding::message)
                    .anyMatch(message -> message.contains("declare its paging"));
        }
        try (Place place = new Place(
                directory,
                request ->
                        SimResponse.json(200, "[{\"id\":1,\"first\":\"Kari\"}]").with("X-Total", "2"))) {
            assertThat(place.connect(person(
                                    "paging: { style: none, totalHeader: X-Total }\nfields: { firstname: /first }"))
                            .check()
                            .findings())
                    .extracting(Check.Finding::message)
                    .anyMatch(message -> message.contains("declare its paging"));
        }
    }

    @Test
    void aListWithoutRecordsConfirmsNoFieldAndTypesThatTakeNoPartAreNotAskedFor() {
        try (Place place = Place.saying(directory, "[]")) {
            Connector connector = place.connect(person("fields: { firstname: /first }"));

            assertThat(connector.check(Set.of(EntityType.ORGANISATION)).findings())
                    .isEmpty();
            assertThat(place.server.requests()).isEmpty();
            assertThat(connector.check(Set.of(EntityType.PERSON)).findings())
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.level()).isEqualTo(Check.Level.NOTE);
                        assertThat(finding.message()).contains("lists no record yet");
                    });
        }
    }

    @Test
    void aFieldThatNoRecordHasIsAWarningThatNamesItsPlace() {
        try (Place place = Place.saying(directory, "[{\"id\":1,\"first\":\"Kari\"},{\"id\":2}]")) {
            Connector connector =
                    place.connect(person("fields: { firstname: /first, lastname: { pointer: /last, orElse: /name } }"));

            assertThat(connector.check().findings())
                    .extracting(Check.Finding::message)
                    .filteredOn(message -> message.contains("has a value at"))
                    .singleElement()
                    .asString()
                    .contains("person.lastname", "(2)", "/last or /name");
        }
    }

    @Test
    void aNextPageThatIsNoAddressIsTold() {
        try (Place place = Place.saying(directory, "{\"items\":[],\"next\":\"http://[canary\"}")) {
            Connector connector = place.connect(person(NEXT_PAGES));

            isUnreadable(place, connector, "not a valid address");
        }
    }

    @Test
    void aPageThatNamesItselfAsTheNextOneEndsTheReading() {
        try (Place place = Place.saying(directory, "{\"items\":[],\"next\":\"x\"}")) {
            Connector connector = place.connect(person("""
                    list: /items
                    paging: { style: cursor, parameter: after, pointer: /next, size: 10 }
                    get: { path: "/people/{id}" }
                    fields: { firstname: /first }
                    """));

            assertThatThrownBy(() -> place.read(connector, EntityType.PERSON))
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CURSOR_STUCK));
        }
    }

    /**
     * A deletion during the reading moves another record to a page already read, so the reading is repeated until no
     * record changes.
     */
    @ParameterizedTest
    @Tag("R28")
    @CsvSource({"page,page", "offset,offset"})
    void nobodyIsLeftOutWhenSomebodyGoesWhilePagesAreRead(String style, String parameter) {
        AtomicReference<List<Integer>> ids =
                new AtomicReference<>(IntStream.rangeClosed(1, 12).boxed().toList());
        try (Place place = new Place(directory, request -> {
            int at = Integer.parseInt(request.parameter(parameter).orElseThrow());
            int from = style.equals("page") ? (at - 1) * 5 : at;
            List<Integer> all = ids.get();
            SimResponse response = SimResponse.json(
                    200,
                    all.stream()
                            .skip(from)
                            .limit(5)
                            .map(id -> "{\"id\":" + id + ",\"first\":\"Kari\"}")
                            .toList()
                            .toString());
            ids.set(all.stream().filter(id -> id != 2).toList());
            return response;
        })) {
            Connector connector = place.connect(person("""
                    paging: { style: %s, parameter: %s, size: 5 }
                    get: { path: "/people/{id}" }
                    fields: { firstname: /first }
                    """.formatted(style, parameter)));

            assertThat(place.read(connector, EntityType.PERSON))
                    .extracting(Change::id)
                    .contains("1", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
        }
    }

    @Test
    void aTotalThatWasReadEndsTheReadingWithoutAnotherPage() {
        try (Place place = Place.saying(directory, "{\"total\":1,\"items\":[{\"id\":1,\"first\":\"Kari\"}]}")) {
            Connector connector = place.connect(person("""
                    list: /items
                    paging: { style: page, parameter: page, first: 0, size: 5, sizeParameter: n, total: /total }
                    get: { path: "/people/{id}" }
                    fields: { firstname: /first }
                    """));

            place.read(connector, EntityType.PERSON);

            assertThat(place.server.requests()).hasSize(1);
            assertThat(place.server.requests().get(0).query())
                    .containsEntry("page", List.of("0"))
                    .containsEntry("n", List.of("5"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "iso,'\"2026-03-01T10:00:00+01:00\"',2026-03-01T09:00:00Z",
        "iso,'\"2026-03-01T10:00:00\"',2026-03-01T09:00:00Z",
        "seconds,1772355600,2026-03-01T09:00:00Z",
        "milliseconds,1772355600000,2026-03-01T09:00:00Z",
        "date,'\"2026-03-01\"',2026-02-28T23:00:00Z",
        "dd.MM.yyyy HH:mm,'\"01.03.2026 10:00\"',2026-03-01T09:00:00Z"
    })
    void timesAreReadInEveryFormThatCanBeDeclared(String format, String written, Instant meant) {
        try (Place place = Place.saying(directory, "[{\"id\":1,\"first\":\"Kari\",\"at\":" + written + "}]")) {
            Connector connector = place.connect(person("""
                    times: { modified: /at, format: "%s", zone: Europe/Oslo }
                    fields: { firstname: /first }
                    """.formatted(format)));

            assertThat(place.read(connector, EntityType.PERSON))
                    .extracting(change -> ((RecordSnapshot) change).modified().orElseThrow())
                    .containsExactly(meant);
        }
    }

    @Test
    @Tag("R12")
    @Tag("R43")
    void aTimeThatCannotBeReadIsUnknownAndCounted() {
        try (Place place = Place.saying(directory, "[{\"id\":1,\"at\":\"yesterday\"},{\"id\":2,\"at\":null}]")) {
            Connector connector = place.connect(person("times: { modified: /at }\nfields: { firstname: /first }"));

            assertThat(place.read(connector, EntityType.PERSON))
                    .map(RecordSnapshot.class::cast)
                    .allMatch(record -> record.modified().isEmpty())
                    .extracting(RecordSnapshot::hasUnreadableTime)
                    .containsExactly(true, false);
        }
    }

    @Test
    @Tag("R12")
    void theFirstOfSeveralTimesThatIsThereCounts() {
        try (Place place = Place.saying(directory, """
                        [{"id":1,"updated":"2026-05-01T10:00:00+0000","created":"2020-01-01"},
                        {"id":2,"updated":null,"created":"2020-01-01"},
                        {"id":3,"updated":"0000-00-00 00:00:00","created":"1577836800"},
                        {"id":4,"updated":"soon","created":"never"}]""")) {
            Connector connector = place.connect(person("""
                    times: { modified: [/updated, /created], created: /created }
                    fields: { firstname: /first }
                    """));
            List<RecordSnapshot> read = place.read(connector, EntityType.PERSON).stream()
                    .map(RecordSnapshot.class::cast)
                    .toList();

            assertThat(read)
                    .extracting(
                            record -> record.modified().map(Instant::toString).orElse("unknown"))
                    .containsExactly("2026-05-01T10:00:00Z", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "unknown");
            assertThat(read).extracting(RecordSnapshot::hasUnreadableTime).containsExactly(false, false, true, true);
        }
    }

    @Test
    void aDateOverThereIsAnIsoDateHereAndWhatIsNoneStaysAsItWasSaid() {
        try (Place place = Place.saying(
                directory,
                "[{\"id\":1,\"born\":\"24.12.1990\"},{\"id\":2,\"born\":\"spring\"},{\"id\":3,\"born\":null}]")) {
            Connector connector = place.connect(person("fields: { born: { pointer: /born, date: dd.MM.yyyy } }"));

            assertThat(place.values(connector, EntityType.PERSON, "born"))
                    .containsEntry("1", "1990-12-24")
                    .containsEntry("2", "spring")
                    .containsEntry("3", "");
        }
    }
}

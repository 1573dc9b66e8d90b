package io.sesam.talk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Product;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.RecordSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that no list is no empty list, and that a listing ends where the system says so and nowhere else. */
@Tag("R39")
final class EndsOfListingsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int PAGE = 10;

    private static RecordSnapshot product(long id) {
        return RecordSnapshot.of(
                String.valueOf(id),
                Fields.builder(Product.SCHEMA).text("name", "Skis " + id).build());
    }

    private static List<RecordSnapshot> page(long number) {
        return IntStream.range(0, 3).mapToObj(i -> product(number * 10 + i)).toList();
    }

    /** Readers of pages whose cursors and contents are given. The first cursor is 0. */
    private static Map<String, Reader> readers(
            UnaryOperator<String> next, LongFunction<List<RecordSnapshot>> contents) {
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("listing", new ListingReader("shelf", listing(next, contents), Duration.ZERO));
        readers.put("search", new SearchReader("shelf", search(next, contents), Duration.ZERO, Duration.ofDays(1)));
        readers.put(
                "unstable",
                new UnstableOrderReader(
                        "shelf",
                        1,
                        Duration.ZERO,
                        (pass, number, since) -> new UnstableOrderReader.Listed(
                                contents.apply(number - 1).stream()
                                        .map(each -> new UnstableOrderReader.Item(
                                                Long.parseLong(each.id()), Instant.MIN, each))
                                        .toList(),
                                -1,
                                true)));
        readers.put(
                "stable",
                new StableOrderReader(
                        "shelf",
                        (changed, number, size) -> new StableOrderReader.Listed(
                                contents.apply(number - 1),
                                number == 1
                                        ? ""
                                        : contents.apply(number - 2).stream()
                                                .map(Change::id)
                                                .reduce("", (one, other) -> other),
                                OptionalInt.of(number + 1)),
                        Duration.ZERO));
        return readers;
    }

    private static ListingReader.Source listing(
            UnaryOperator<String> next, LongFunction<List<RecordSnapshot>> contents) {
        return new ListingReader.Source() {
            @Override
            public ListingReader.Listed page(String cursor, Optional<Instant> since) {
                String at = cursor.isEmpty() ? "0" : cursor;
                return new ListingReader.Listed(
                        contents.apply(Long.parseLong(at)), Optional.of(next.apply(at)), OptionalLong.empty());
            }

            @Override
            public boolean knowsNews() {
                return false;
            }

            @Override
            public boolean moves() {
                return false;
            }
        };
    }

    private static SearchReader.Source search(UnaryOperator<String> next, LongFunction<List<RecordSnapshot>> contents) {
        return new SearchReader.Source() {
            @Override
            public SearchReader.Listed list(String cursor, int limit) {
                String at = cursor.isEmpty() ? "0" : cursor;
                return new SearchReader.Listed(contents.apply(Long.parseLong(at)), Optional.of(next.apply(at)));
            }

            @Override
            public SearchReader.Listed archived(String cursor, int limit) {
                return list(cursor, limit);
            }

            @Override
            public SearchReader.Listed search(ReadWindow window, int limit) {
                return list(window.afterId(), limit);
            }
        };
    }

    /** Reads at most so many pages; returns how many were read. */
    private static int read(Reader reader, int most) {
        Page page = reader.read(ReadRequest.fromStart(NOON, PAGE));
        int pages = 1;
        for (; page.hasMore() && pages < most; pages++) {
            page = reader.read(ReadRequest.after(Position.parse(page.next().text()), NOON, PAGE));
        }
        return pages;
    }

    private static void assertFails(ErrorCode code, String what, ThrowingCallable call) {
        assertThatThrownBy(call)
                .as(what)
                .isInstanceOfSatisfying(
                        TalkException.class, e -> assertThat(e.code()).as(what).isEqualTo(code));
    }

    @Test
    void cursorsThatComeRoundInARingAreFound() {
        for (int length : new int[] {1, 2, 3, 7, 50}) {
            UnaryOperator<String> ring = at -> String.valueOf((Long.parseLong(at) + 1) % length);
            Map<String, Reader> readers = readers(ring, EndsOfListingsTest::page);
            for (String name : List.of("listing", "search")) {
                assertFails(
                        ErrorCode.CURSOR_STUCK,
                        name + ", a ring of " + length,
                        () -> read(readers.get(name), 4 * length + 4));
            }
        }
    }

    @Test
    void aListingThatBringsNothingNewIsBounded() {
        UnaryOperator<String> counting = at -> String.valueOf(Long.parseLong(at) + 1);
        for (int length : new int[] {1, 3, 20}) {
            readers(counting, number -> page(number % length))
                    .forEach((name, reader) -> assertFails(
                            ErrorCode.CURSOR_STUCK,
                            name + ", the same " + length + " pages again and again",
                            () -> read(reader, 300)));
        }
        readers(counting, number -> List.of())
                .forEach((name, reader) -> assertFails(
                        ErrorCode.CURSOR_STUCK, name + ", empty pages for ever", () -> read(reader, 5_000)));
    }

    @Test
    void longListingsWithEmptyPagesAreReadToTheEnd() {
        UnaryOperator<String> counting = at -> String.valueOf(Long.parseLong(at) + 1);
        readers(counting, number -> number % 100 == 99 ? page(number) : List.of())
                .forEach((name, reader) ->
                        assertThat(read(reader, 3_000)).as(name).isEqualTo(3_000));
    }

    /** The position of an earlier version goes on where it was. */
    @Test
    void aPositionWithoutATrailIsStillRead() {
        UnaryOperator<String> counting = at -> String.valueOf(Long.parseLong(at) + 1);
        readers(counting, EndsOfListingsTest::page).forEach((name, reader) -> {
            String now = reader.read(ReadRequest.fromStart(NOON, PAGE)).next().text();
            String earlier = now.replaceFirst(",\"trail\":\"[^\"]*\"", "")
                    .replaceFirst(",1 -?\\d+ -?\\d+ \\d+ \\d+\\|", "|")
                    .replaceFirst("^(.(?:-?\\d+ ){10}-?\\d+) .*$", "$1");
            assertThat(earlier).as(name).isNotEqualTo(now);
            assertThat(reader.read(ReadRequest.after(Position.parse(earlier), NOON, PAGE))
                            .changes())
                    .as(name)
                    .isNotEmpty();
        });
    }

    @Test
    void anAnswerWithoutTheListThatWasAskedForIsUnreadable() {
        List<String> bodies =
                List.of("{}", "{\"results\":null}", "{\"results\":{}}", "{\"status\":\"error\"}", "[]", "null", "7");
        for (String body : bodies) {
            try (Desk desk = new Desk(request -> SimResponse.json(200, body))) {
                ApiCall call = ApiCall.get("/things").expectingList("results");
                assertFails(ErrorCode.UNREADABLE, body, () -> desk.api().read(call));
                assertThat(desk.api().write(ApiCall.post("/things").expectingObject("data")))
                        .as("a write may have been done: %s", body)
                        .isInstanceOf(WriteReply.Unknown.class);
                assertThat(desk.api().read(ApiCall.get("/things")).status()).isEqualTo(200);
            }
        }
        List<Integer> asked = new ArrayList<>();
        try (Desk desk = new Desk(request -> {
            asked.add(1);
            return SimResponse.json(200, asked.size() == 1 ? "{}" : "{\"results\":[]}");
        })) {
            assertThat(desk.api()
                            .read(ApiCall.get("/things").expectingList("results"))
                            .json()
                            .path("results"))
                    .isEmpty();
        }
        try (Desk desk = new Desk(request -> SimResponse.json(404, "{}"))) {
            ApiCall lookup = ApiCall.get("/things/1").expectingObject("").accepting(404);
            assertThat(desk.api().read(lookup).status()).isEqualTo(404);
        }
    }

    @Test
    void aConnectionWithoutItsPartsIsUnreadable() {
        JsonNode none = JsonValues.read("{\"pageInfo\":{\"currentPage\":1,\"totalPages\":1}}");
        assertFails(ErrorCode.UNREADABLE, "no edges", () -> GraphQl.nodes(none));
        assertFails(ErrorCode.UNREADABLE, "no page", () -> Pages.number(JsonValues.read("{}"), 3));
        assertFails(ErrorCode.UNREADABLE, "no end", () -> Pages.relay(JsonValues.read("{}"), ""));
        assertFails(
                ErrorCode.UNREADABLE, "no cursor", () -> Pages.relay(JsonValues.read("{\"hasNextPage\":true}"), "a"));
        assertThat(Pages.number(JsonValues.read("{\"currentPage\":2,\"totalPages\":4}"), 0))
                .as("an empty page with more to come")
                .hasValue(3);
        assertFails(
                ErrorCode.CURSOR_STUCK,
                "always the first page",
                () -> Pages.nodes(
                                number -> JsonValues.read(
                                        "{\"edges\":[{\"node\":{\"id\":1}}],\"pageInfo\":{\"currentPage\":1,\"totalPages\":9}}"))
                        .count());
        assertFails(
                ErrorCode.CURSOR_STUCK,
                "always the same",
                () -> Pages.nodes(number -> JsonValues.read(
                                "{\"edges\":[{\"node\":{\"id\":1}}],\"pageInfo\":{\"currentPage\":" + number + "}}"))
                        .count());
    }
}

package io.sesam.talk.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.simulators.SimServer;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of systems that answer for missing records, filter changes and spell ids in their own way. */
final class EdgesTest {
    private final TestClock clock = TestClock.create();

    @TempDir
    Path directory;

    private Connector open(SimServer server, String missing, String record) throws IOException {
        Path profile = directory.resolve("shelf.yaml");
        Files.writeString(profile, String.format("""
            name: Shelf
            authentication: none
            types:
              person:
                path: /persons
                list: /data
                %s
                changes: { parameter: filter, template: '{"_or":[{"created":{"_gte":"{since}"}},{"updated":{"_gte":"{since}"}}]}' }
                times: { modified: [/updated, /created] }
                get: { path: "/persons/{id}", record: %s }
                update: { path: "/persons/{id}" }
                fields: { lastname: /name }
            """, missing, record));
        return Place.open(
                directory,
                Map.of("profile", "shelf.yaml", "baseUrl", server.uri().toString()),
                Place.context(clock));
    }

    private static SimServer server(Function<String, SimResponse> one) {
        return SimServer.start(request -> request.path().equals("/persons")
                ? SimResponse.json(200, "{\"data\":[]}")
                : one.apply(request.path().substring("/persons/".length())));
    }

    private static Lookup.Found look(Connector connector, String id) {
        return connector
                .lookup(EntityType.PERSON)
                .orElseThrow()
                .byId(List.of(id))
                .get(id);
    }

    private static Operation update(String id) {
        Fields changes = Fields.builder(Place.PEOPLE).text("lastname", "Hansen").build();
        return Operation.update("op1", id, changes, Fields.unknown(Place.PEOPLE), null);
    }

    @Test
    @Tag("R30")
    void aRefusalThatMeansMissingPausesNothing() throws Exception {
        try (SimServer server = server(id -> SimResponse.json(403, "{}"));
                Connector connector = open(server, "missing: [403, 404]", "/data")) {
            assertThat(look(connector, "7")).isInstanceOf(Lookup.Found.Missing.class);
            assertThat(Place.write(connector, update("7"))).isInstanceOf(Outcome.Conflict.class);
        }
        try (SimServer server = server(id -> SimResponse.json(403, "{}"));
                Connector connector = open(server, "", "/data")) {
            assertThatThrownBy(() -> look(connector, "7"))
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_REFUSED));
        }
    }

    @Test
    @Tag("R39")
    void nothingAtTheRecordsPlaceIsMissingWhereTheSystemSaysSo() throws Exception {
        for (String[] each : new String[][] {
            {"/data", "{\"data\":null}", ""},
            {"/data/0", "{\"data\":[]}", ""},
            {"/data", "{}", "missing: [404, nothing]"}
        }) {
            try (SimServer server = server(id -> SimResponse.json(200, each[1]));
                    Connector connector = open(server, each[2], each[0])) {
                assertThat(look(connector, "7")).as(each[1]).isInstanceOf(Lookup.Found.Missing.class);
            }
        }
        for (String body : List.of("{}", "{\"error\":\"down\"}", "{\"data\":7}")) {
            try (SimServer server = server(id -> SimResponse.json(200, body));
                    Connector connector = open(server, "", "/data")) {
                assertThatThrownBy(() -> look(connector, "7"))
                        .as(body)
                        .isInstanceOfSatisfying(
                                TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE));
            }
        }
    }

    @Test
    @Tag("R22")
    void anIdThatCannotStandInAnAddressIsOneRefusedRecord() throws Exception {
        try (SimServer server = server(id -> SimResponse.json(200, "{\"data\":{\"id\":\"7\",\"name\":\"Nordmann\"}}"));
                Connector connector = open(server, "", "/data")) {
            for (String id : List.of(".", "..", "x".repeat(501))) {
                assertThat(look(connector, id)).isNull();
                assertThat(Place.write(connector, update(id)))
                        .isInstanceOfSatisfying(
                                Outcome.Rejected.class,
                                rejected -> assertThat(rejected.reason()).contains("id"));
            }
            assertThat(server.requests()).isEmpty();
            assertThat(look(connector, "7")).isInstanceOf(Lookup.Found.Present.class);
        }
    }

    @Test
    @Tag("R28")
    void changesAreAskedForByATemplateAndTimedByTheFirstTimeThatIsThere() throws Exception {
        String rows = "{\"data\":[{\"id\":1,\"name\":\"A\",\"created\":\"2026-01-01T10:00:00Z\",\"updated\":null},"
                + "{\"id\":2,\"name\":\"B\",\"created\":\"2026-01-01T09:00:00Z\",\"updated\":\"2026-01-01T11:00:00Z\"}]}";
        try (SimServer server = SimServer.start(request -> SimResponse.json(200, rows));
                Connector connector = open(server, "", "/data")) {
            Reader reader = connector.reader(EntityType.PERSON).orElseThrow();
            Page first = reader.read(ReadRequest.fromStart(clock.instant(), 100));
            assertThat(first.changes()).hasSize(2);
            reader.read(ReadRequest.after(first.next(), clock.instant(), 100));
            List<SimRequest> requests = server.requests();
            assertThat(requests.get(0).parameter("filter")).isEmpty();
            assertThat(requests.get(1).parameter("filter"))
                    .hasValueSatisfying(filter -> assertThat(filter)
                            .startsWith("{\"_or\":[{\"created\":{\"_gte\":\"2026-01-01T10:5")
                            .doesNotContain("{since}"));
        }
    }
}

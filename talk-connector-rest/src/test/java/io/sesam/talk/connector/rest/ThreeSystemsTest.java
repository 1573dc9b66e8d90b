package io.sesam.talk.connector.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Calls;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that three systems agree, rest, and follow an edit. */
final class ThreeSystemsTest {
    private final Library library = new Library();
    private final Desk desk = new Desk();
    private final Ledger ledger = new Ledger();

    @AfterEach
    void close() {
        library.close();
        desk.close();
        ledger.close();
    }

    private static Map<String, Object> settings(String profile, SmallSystem system) {
        Map<String, Object> settings = new HashMap<>(system.secrets());
        settings.put("profile", SmallWorld.profile(profile).toString());
        settings.put("baseUrl", system.server.uri().toString());
        return settings;
    }

    @Test
    @Tag("R18")
    @Tag("R38")
    void threeFilesConnectThreeSystems() {
        library.make("/suppliers", supplier("Acme AS", "Storgata 1", "0150", "Norway"));
        desk.make("/companies", JsonValues.object().put("title", "Acme AS").put("web", "acme.example"));
        String firm = ledger.make(
                "/firms", JsonValues.object().put("name", "Fjord AS").put("land", "SWE"));
        ObjectNode kari =
                JsonValues.object().put("given", "Kari").put("family", "Hansen").put("mail", "kari@acme.example");
        ledger.make("/persons", kari.put("sex", "W").put("firm", Integer.parseInt(firm)));

        try (Talk talk = talk()) {
            talk.sync();
            SyncReport second = talk.sync();
            assertThat(second.paused()).isEmpty();
            assertThat(writing(talk.sync())).isZero();
            assertThat(desk.rows("/companies").all())
                    .extracting(row -> row.path("title").asText() + " "
                            + row.path("visit").path("country").asText())
                    .containsExactlyInAnyOrder("Acme AS NO", "Fjord AS SE");
            assertThat(ledger.rows("/firms").all())
                    .extracting(row -> row.path("name").asText() + " "
                            + row.path("land").asText() + " " + row.path("host").asText())
                    .containsExactlyInAnyOrder("Acme AS NOR acme.example", "Fjord AS SWE ");
            ObjectNode person = desk.rows("/people").all().get(0);
            assertThat(person.path("gender").asText()).isEqualTo("female");
            assertThat(person.path("company").asText()).isEqualTo(idOf("Fjord AS"));

            pass(Duration.ofMinutes(10));
            desk.edit("/people", person.path("id").asText(), (ObjectNode)
                    JsonValues.object().set("name", JsonValues.object().put("last", "Nordmann")));
            pass(Duration.ofMinutes(1));
            talk.sync();
            assertThat(ledger.rows("/persons").all())
                    .singleElement()
                    .satisfies(row -> assertThat(row.path("family").asText()).isEqualTo("Nordmann"))
                    .satisfies(row -> assertThat(row.path("firm").asInt()).isEqualTo(Integer.parseInt(firm)));
            talk.sync();
            assertThat(writing(talk.sync())).isZero();
        }
    }

    private Talk talk() {
        TalkBuilder builder = Talk.builder()
                .clock(desk.clock)
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)));
        return builder.connect("library", "rest", settings("library.yaml", library))
                .connect("desk", "rest", settings("desk.yaml", desk))
                .connect("ledger", "rest", settings("ledger.yaml", ledger))
                .trust("library", "desk", "ledger")
                .build();
    }

    private String idOf(String title) {
        return desk.rows("/companies").all().stream()
                .filter(row -> row.path("title").asText().equals(title))
                .map(row -> row.path("id").asText())
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode supplier(String name, String street, String zip, String country) {
        ObjectNode row = JsonValues.object().put("name", name);
        ObjectNode address = row.putObject("address").put("zip", zip).put("country", country);
        address.putArray("lines").add(street);
        return row;
    }

    /** Advances the clocks of all systems. */
    private void pass(Duration time) {
        List.of(library, desk, ledger).forEach(system -> system.clock.advance(time));
    }

    private static long writing(SyncReport report) {
        return report.calls().values().stream().mapToLong(Calls.Count::writes).sum();
    }
}

package io.sesam.talk.tests.process;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.simulators.SimBigQuery;
import io.sesam.talk.simulators.SimCrmOffice;
import io.sesam.talk.simulators.SimRequest;
import io.sesam.talk.simulators.SimResponse;
import io.sesam.talk.simulators.SimServer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All systems that Talk was made for, simulated: the three clouds, CRMOffice, a register of companies, and BigQuery. */
final class Mission implements AutoCloseable {
    final Clouds clouds = new Clouds();
    final SimCrmOffice crmoffice = SimCrmOffice.start(clouds.clock);
    final SimBigQuery bigQuery = bigQuery();

    private final Map<String, ObjectNode> register = new HashMap<>();
    private final SimServer registered = SimServer.start(this::answer);

    private static SimBigQuery bigQuery() {
        try {
            return SimBigQuery.start(DriverManager.getConnection("jdbc:duckdb:"));
        } catch (SQLException e) {
            throw new AssertionError("no DuckDB for the simulated BigQuery", e);
        }
    }

    /** Enters a company in the register, under a number with a right check digit. */
    synchronized void register(String number, String name, String street, String zip) {
        ObjectNode entity = JsonNodeFactory.instance
                .objectNode()
                .put("organisasjonsnummer", number)
                .put("navn", name);
        entity.putObject("organisasjonsform").put("kode", "AS");
        ObjectNode address = entity.putObject("forretningsadresse");
        address.put("land", "Norge")
                .put("landkode", "NO")
                .put("postnummer", zip)
                .put("poststed", "OSLO");
        address.putArray("adresse").add(street);
        register.put(number, entity);
    }

    private synchronized SimResponse answer(SimRequest request) {
        if (request.path().equals("/oppdateringer/enheter")) {
            return SimResponse.json(200, listing("oppdaterteEnheter", List.of()));
        }
        if (!request.path().equals("/enheter")) {
            ObjectNode one = register.get(request.path().replaceFirst("^/enheter/", ""));
            return one == null ? SimResponse.empty(404) : SimResponse.json(200, one);
        }
        String name = request.parameter("navn").orElse("").toLowerCase(Locale.ROOT);
        List<String> numbers =
                List.of(request.parameter("organisasjonsnummer").orElse("").split(",", -1));
        boolean byName = request.parameter("organisasjonsnummer").isEmpty();
        return SimResponse.json(
                200,
                listing(
                        "enheter",
                        register.values().stream()
                                .filter(entity -> byName
                                        ? entity.path("navn")
                                                .asText()
                                                .toLowerCase(Locale.ROOT)
                                                .contains(name)
                                        : numbers.contains(entity.path("organisasjonsnummer")
                                                .asText()))
                                .toList()));
    }

    /** A listing; without hits, it has no list. */
    private static ObjectNode listing(String name, List<ObjectNode> all) {
        ObjectNode listing = JsonNodeFactory.instance.objectNode();
        if (!all.isEmpty()) {
            listing.putObject("_embedded").putArray(name).addAll(all);
        }
        listing.putObject("page")
                .put("size", all.size())
                .put("totalElements", all.size())
                .put("number", 0);
        return listing;
    }

    /** Connects all of them, most trusted first. */
    TalkBuilder connect(TalkBuilder builder) {
        Map<String, String> settings = clouds.settings();
        return builder.connect("hubspot", "hubspot", of(settings, "hubspot", "accessToken", "baseUrl"))
                .connect("wave", "wave", of(settings, "wave", "accessToken", "baseUrl", "incomeAccountId"))
                .connect("freshteam", "freshteam", of(settings, "freshteam", "apiKey", "baseUrl", "domain"))
                .connect(
                        "crmoffice",
                        "crmoffice",
                        Map.of(
                                "tenant",
                                "acme",
                                "oauth",
                                Map.of(
                                        "clientId", "talk",
                                        "clientSecret", "a-secret-of-the-simulation",
                                        "refreshToken", crmoffice.tokens().connect()),
                                "baseUrl",
                                crmoffice.uri().toString(),
                                "tokenUrl",
                                crmoffice.tokenUri().toString()))
                .trust("hubspot", "wave", "freshteam", "crmoffice")
                .enricher(
                        "opensesam",
                        "opensesam",
                        Map.of(
                                "registers",
                                List.of("brreg"),
                                "baseUrl",
                                registered.uri().toString()))
                .sink(
                        "warehouse",
                        "bigquery",
                        Map.of(
                                "project", "acme-analytics",
                                "dataset", "talk",
                                "baseUrl", bigQuery.uri().toString()));
    }

    private static Map<String, Object> of(Map<String, String> settings, String system, String... keys) {
        Map<String, Object> own = new HashMap<>();
        for (String key : keys) {
            own.put(key, settings.get(system + "." + key));
        }
        return own;
    }

    @Override
    public void close() {
        bigQuery.close();
        registered.close();
        crmoffice.close();
        clouds.close();
    }
}

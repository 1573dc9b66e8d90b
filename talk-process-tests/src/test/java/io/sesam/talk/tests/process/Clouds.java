package io.sesam.talk.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.simulators.SimFreshteam;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.simulators.SimServer;
import io.sesam.talk.simulators.SimWave;
import io.sesam.talk.testkit.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Three simulated clouds in one time, and what they hold by e-mail and by name. */
final class Clouds implements AutoCloseable {
    final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final SimHubSpot hubspot = SimHubSpot.start(clock);
    final SimWave wave = SimWave.start(clock);
    final SimFreshteam freshteam = SimFreshteam.start(clock);
    final String business = wave.addBusiness("Acme");

    /** Where they are and how one gets in. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("hubspot.accessToken", hubspot.token());
        settings.put("hubspot.baseUrl", hubspot.uri().toString());
        settings.put("wave.accessToken", wave.tokens().permanent());
        settings.put("wave.baseUrl", wave.uri().toString());
        settings.put("wave.incomeAccountId", "account-1");
        settings.put("freshteam.apiKey", freshteam.key());
        settings.put("freshteam.baseUrl", freshteam.uri().toString());
        settings.put("freshteam.domain", "acme");
        return settings;
    }

    private Stream<SimServer> servers() {
        return Stream.of(hubspot.server(), wave.server(), freshteam.server());
    }

    /** How many requests came since the last {@link #forget}. */
    long requests() {
        return servers().mapToLong(server -> server.count(request -> true)).sum();
    }

    /** How many of them may have changed something. */
    long writes() {
        return hubspot.server().count(request -> request.path().matches(".*/(create|update|upsert|archive)"))
                + wave.server().count(request -> request.body().contains("mutation"))
                + freshteam.server().count(request -> !request.method().equals("GET"));
    }

    void forget() {
        servers().forEach(SimServer::forget);
    }

    /** What HubSpot holds of a type, in groups that should have one record each. */
    Map<String, List<Map<String, String>>> inHubSpot(String type, String key) {
        return byKey(hubspot.ids(type).stream().flatMap(id -> hubspot.properties(type, id).stream()), key);
    }

    /** The customers of Wave, in groups that should have one each; those without the field are left out. */
    Map<String, List<Map<String, String>>> inWave(String key) {
        return byKey(
                wave.ids(business, "customers").stream().flatMap(id -> wave.fields(business, "customers", id).stream()),
                key);
    }

    /** The employees of Freshteam by e-mail. */
    Map<String, List<Map<String, String>>> inFreshteam() {
        return byKey(freshteam.employees().stream().map(Clouds::texts), "official_email");
    }

    private static Map<String, String> texts(JsonNode employee) {
        Map<String, String> texts = new HashMap<>();
        employee.properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                texts.put(field.getKey(), field.getValue().asText());
            }
        });
        return texts;
    }

    private static Map<String, List<Map<String, String>>> byKey(Stream<Map<String, String>> records, String key) {
        return records.filter(fields -> !fields.getOrDefault(key, "").isBlank())
                .collect(Collectors.groupingBy(fields -> fields.get(key).strip().toLowerCase(Locale.ROOT)));
    }

    /** The contact of HubSpot with an e-mail. */
    Optional<String> contact(String email) {
        return first(
                hubspot.ids("contacts"),
                id -> hubspot.properties("contacts", id).orElse(Map.of()).get("email"),
                email);
    }

    /** The company of HubSpot with a name. */
    Optional<String> company(String name) {
        return first(
                hubspot.ids("companies"),
                id -> hubspot.properties("companies", id).orElse(Map.of()).get("name"),
                name);
    }

    /** The customer of Wave with a field. */
    Optional<String> customer(String field, String value) {
        return first(
                wave.ids(business, "customers"),
                id -> wave.fields(business, "customers", id).orElse(Map.of()).get(field),
                value);
    }

    /** The employee of Freshteam with an e-mail. */
    Optional<Long> employee(String email) {
        return freshteam.employees().stream()
                .filter(employee ->
                        email.equalsIgnoreCase(employee.path("official_email").asText()))
                .map(employee -> employee.path("id").asLong())
                .findFirst();
    }

    private static Optional<String> first(List<String> ids, Function<String, String> key, String wanted) {
        return ids.stream().filter(id -> wanted.equalsIgnoreCase(key.apply(id))).findFirst();
    }

    @Override
    public void close() {
        hubspot.close();
        wave.close();
        freshteam.close();
    }
}

package io.sesam.talk.connector.wave;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Schema;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimWave;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A simulated Wave account with one business, as its users see it. */
final class WaveWorld implements ConnectorWorld {
    private static final Map<String, String> NAMES = Map.of(
            "firstname",
            "firstName",
            "lastname",
            "lastName",
            "email",
            "email",
            "name",
            "name",
            "address",
            "addressLine1",
            "address2",
            "addressLine2",
            "zip",
            "postalCode",
            "country",
            "countryCode",
            "domain",
            "website");

    private final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final SimWave wave = SimWave.start(clock);
    final String business = wave.addBusiness("Acme Accounting");

    @Override
    public Map<String, ?> settings() {
        return new HashMap<>(Map.of(
                "accessToken",
                wave.tokens().good(),
                "baseUrl",
                wave.uri().toString(),
                "incomeAccountId",
                "account-1",
                "personAsCustomer",
                true,
                "callsPerSecond",
                1_000_000,
                "overlap",
                "PT0S"));
    }

    @Override
    public Clock clock() {
        return clock;
    }

    private static String table(EntityType type) {
        return type.equals(EntityType.PRODUCT) ? "products" : "customers";
    }

    /** Adds a record. A contact gets a customer of its own. */
    @Override
    public String put(Fields record) {
        Map<String, String> fields = fields(record);
        if (record.schema().type().equals(EntityType.PERSON)) {
            fields.put("name", "Customer of a person");
            fields.put("internalNotes", "Talk person by hand");
        }
        return wave.create(business, table(record.schema().type()), fields);
    }

    @Override
    public void change(String id, Fields changes) {
        wave.edit(business, table(changes.schema().type()), id, fields(changes));
    }

    @Override
    public void delete(EntityType type, String id) {
        wave.delete(business, table(type), id);
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        Schema schema = schemas().stream()
                .filter(each -> each.type().equals(type))
                .findFirst()
                .orElseThrow();
        Map<String, Fields> records = new LinkedHashMap<>();
        for (String id : wave.ids(business, table(type))) {
            Map<String, String> shown = wave.fields(business, table(type), id).orElseThrow();
            Fields.Builder fields = Fields.builder(schema);
            schema.properties().stream()
                    .filter(property -> NAMES.containsKey(property.name()))
                    .forEach(property ->
                            fields.text(property.name(), shown.getOrDefault(NAMES.get(property.name()), "")));
            records.put(id, fields.build());
        }
        return records;
    }

    private static Map<String, String> fields(Fields record) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < record.schema().size(); i++) {
            String name = NAMES.get(record.schema().property(i).name());
            Object slot = record.slot(i);
            if (name != null && slot != null) {
                fields.put(
                        name,
                        slot instanceof Country country
                                ? country.alpha2().orElse("")
                                : record.originalText(i).orElse(""));
            }
        }
        return fields;
    }

    @Override
    public boolean shortenPages(int records) {
        wave.paging().shorten(records);
        return true;
    }

    @Override
    public List<Breakage> breakages() {
        return List.of(
                Breakage.withoutList(
                        false, () -> wave.server().failAlways(request -> true, new SimFault.Lacking("edges"))),
                Breakage.ring(wave.paging()::ring),
                Breakage.of("a revoked token", ErrorCode.ACCESS_REFUSED, wave.tokens()::revokeAll),
                Breakage.of(
                        "a business without a paid plan", ErrorCode.ACCESS_REFUSED, () -> wave.pro(business, false)));
    }

    @Override
    public boolean noticesStaleDecisions() {
        return true;
    }

    @Override
    public void close() {
        wave.close();
    }
}

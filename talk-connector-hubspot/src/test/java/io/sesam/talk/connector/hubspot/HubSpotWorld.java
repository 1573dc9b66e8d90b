package io.sesam.talk.connector.hubspot;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.Country;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A simulated HubSpot portal as its users see it. */
final class HubSpotWorld implements ConnectorWorld {
    private static final Map<EntityType, String> OBJECTS =
            Map.of(EntityType.PERSON, "contacts", EntityType.ORGANISATION, "companies", EntityType.PRODUCT, "products");

    private final TestClock clock = TestClock.ticking(Duration.ofMillis(1));
    final SimHubSpot portal = SimHubSpot.start(clock);
    private final Map<String, Object> more;

    HubSpotWorld(Map<String, Object> more) {
        this.more = more;
    }

    @Override
    public Map<String, ?> settings() {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "accessToken", portal.tokens().good(), "baseUrl", portal.uri().toString(), "indexLag", "PT0S"));
        settings.putAll(more);
        return settings;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public String put(Fields record) {
        return portal.create(OBJECTS.get(record.schema().type()), properties(record));
    }

    @Override
    public void change(String id, Fields changes) {
        portal.edit(OBJECTS.get(changes.schema().type()), id, properties(changes));
    }

    @Override
    public void delete(EntityType type, String id) {
        portal.archive(OBJECTS.get(type), id);
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        Map<String, Fields> records = new LinkedHashMap<>();
        String object = OBJECTS.get(type);
        for (String id : portal.ids(object)) {
            Map<String, String> shown = portal.properties(object, id).orElseThrow();
            Fields.Builder fields = Fields.builder(schema(type));
            for (Property property : schema(type).properties()) {
                fields.text(property.name(), shown.getOrDefault(property.name(), ""));
            }
            records.put(id, fields.build());
        }
        return records;
    }

    private Schema schema(EntityType type) {
        return schemas().stream()
                .filter(schema -> schema.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** Returns properties as a user enters them. A user types a country's name, and HubSpot adds the code. */
    private static Map<String, String> properties(Fields record) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < record.schema().size(); i++) {
            String name = record.schema().property(i).name();
            if (record.schema().property(i).kind() == Kind.REFERENCE) {
                continue; // an association, and none here
            }
            record.originalText(i).ifPresent(text -> properties.put(name, text));
            if (record.slot(i) instanceof Country country) {
                properties.put("country", country.name(Locale.ENGLISH));
                properties.put("hs_country_code", country.alpha2().orElse(""));
            }
        }
        return properties;
    }

    @Override
    public boolean shortenPages(int records) {
        portal.paging().shorten(records);
        return true;
    }

    @Override
    public List<Breakage> breakages() {
        return List.of(
                Breakage.withoutList(
                        true, () -> portal.server().failAlways(request -> true, new SimFault.Lacking("results"))),
                Breakage.ring(portal.paging()::ring),
                Breakage.of("a revoked token", ErrorCode.ACCESS_REFUSED, portal.tokens()::revokeAll),
                Breakage.of("no calls left today", ErrorCode.QUOTA_EXHAUSTED, () -> portal.limit(190, 5, 0)));
    }

    @Override
    public boolean noticesStaleDecisions() {
        return true;
    }

    @Override
    public void close() {
        portal.close();
    }
}

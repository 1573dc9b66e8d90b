package io.sesam.talk.connector.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Gender;
import io.sesam.talk.model.Schema;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small system as its users see it. The locations of properties are stated here again, and not taken from the
 * profile.
 */
final class SmallWorld implements ConnectorWorld {
    private final String profile;
    private final SmallSystem system;
    private final Map<Schema, Kept> kept;
    private final boolean writable;

    /** The path of a type and the locations of its properties. */
    record Kept(String path, Map<String, String> places) {}

    SmallWorld(String profile, SmallSystem system, Map<Schema, Kept> kept, boolean writable) {
        this.profile = profile;
        this.system = system;
        this.kept = new LinkedHashMap<>(kept);
        this.writable = writable;
    }

    static Path profile(String name) {
        try {
            return Path.of(SmallWorld.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Map<String, ?> settings() {
        Map<String, Object> settings = new HashMap<>(system.secrets());
        settings.put("profile", profile(profile));
        settings.put("baseUrl", system.server.uri().toString());
        return settings;
    }

    @Override
    public Clock clock() {
        return system.clock;
    }

    @Override
    public Collection<Schema> schemas() {
        return kept.keySet();
    }

    private Map.Entry<Schema, Kept> of(EntityType type) {
        return kept.entrySet().stream()
                .filter(each -> each.getKey().type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String put(Fields record) {
        system.tick();
        return system.make(of(record.schema().type()).getValue().path(), values(record));
    }

    @Override
    public void change(String id, Fields changes) {
        system.tick();
        system.edit(of(changes.schema().type()).getValue().path(), id, values(changes));
    }

    @Override
    public void delete(EntityType type, String id) {
        system.tick();
        system.rows(of(type).getValue().path()).remove(id);
    }

    private ObjectNode values(Fields record) {
        ObjectNode values = JsonValues.object();
        of(record.schema().type())
                .getValue()
                .places()
                .forEach(
                        (property, place) -> record.originalText(record.schema().index(property))
                                .ifPresent(text -> put(values, place, text)));
        return values;
    }

    private void put(ObjectNode values, String place, String text) {
        JsonNode node = text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(chosen(place, text));
        if (place.startsWith("/address/lines/")) {
            values.withObjectProperty("address").withArrayProperty("lines").add(node);
        } else {
            JsonValues.put(values, place, node);
        }
    }

    /** Returns one of the ledger's two letters. */
    private static String chosen(String place, String text) {
        String code = Gender.parse(text).toString();
        return !place.equals("/sex") ? text : code.equals("MALE") ? "M" : code.equals("FEMALE") ? "W" : text;
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        Map<String, Fields> there = new HashMap<>();
        Map.Entry<Schema, Kept> of = of(type);
        system.rows(of.getValue().path()).byId().forEach((id, row) -> {
            Fields.Builder fields = Fields.builder(of.getKey());
            of.getValue().places().forEach((property, place) -> {
                JsonNode node = JsonValues.at(row, place);
                String text = node.isMissingNode() ? null : node.isNull() ? "" : node.asText();
                fields.text(property, "W".equals(text) && place.equals("/sex") ? "FEMALE" : text);
            });
            there.put(id, fields.build());
        });
        return there;
    }

    @Override
    public List<Breakage> breakages() {
        List<Breakage> breakages = new ArrayList<>(List.of(
                Breakage.of("the key revoked", ErrorCode.ACCESS_REFUSED, system::revoke),
                Breakage.of("the server down", ErrorCode.UNREACHABLE, system.server::close)));
        breakages.add(new Breakage(
                "a page that is no list", Set.of(ErrorCode.UNREADABLE), Set.of(ErrorCode.UNREADABLE), system::fallIll));
        return breakages;
    }

    @Override
    public boolean noticesStaleDecisions() {
        return writable;
    }

    @Override
    public boolean tellsUnknown() {
        return true;
    }

    @Override
    public void close() {
        system.close();
    }
}

package io.sesam.talk.connector.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.Json;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Upserted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Looks records up by batch reads, which do not lag as search does. */
final class HubSpotLookup implements Lookup {
    private final HubSpotClient client;
    private final HubSpotType type;
    private final HubSpotRecords records;
    private final BooleanSupplier keepsTalkIds;

    HubSpotLookup(HubSpotClient client, HubSpotType type, BooleanSupplier keepsTalkIds) {
        this.client = client;
        this.type = type;
        this.records = new HubSpotRecords(client, type);
        this.keepsTalkIds = keepsTalkIds;
    }

    /** An id that was merged away is answered with the survivor, in no order: the survivor's own list tells which. */
    @Override
    public Map<String, Found> byId(Collection<String> ids) {
        JsonNode answer = client.read(type, ids, "");
        Map<String, Found> found = new HashMap<>();
        Json.items(answer.path("errors"))
                .flatMap(error -> Json.items(error.path("context").path("ids")))
                .forEach(id -> found.put(id.asText(), new Found.Missing()));
        Set<String> asked = new HashSet<>(ids);
        records.read(answer.path("results")).forEach(record -> {
            String id = record.upserted().id();
            HubSpotRecords.merged(record.json())
                    .filter(asked::contains)
                    .forEach(old -> found.put(old, new Found.Merged(id)));
            if (asked.contains(id)) {
                found.put(id, new Found.Present(record.upserted()));
            }
        });
        return found;
    }

    @Override
    public Optional<ByKey> byKey() {
        return type.object().equals("contacts") ? Optional.of(new ByEmail()) : Optional.empty();
    }

    /** Contacts by their e-mail address, also by one that is only their second. */
    private final class ByEmail implements ByKey {
        @Override
        public Collection<String> properties() {
            return List.of("email");
        }

        @Override
        public Duration lag() {
            return Duration.ZERO;
        }

        @Override
        public Collection<Upserted> find(String property, String value) {
            return records.read(client.read(type, List.of(value), "email").path("results")).stream()
                    .map(HubSpotRecords.Seen::upserted)
                    .toList();
        }
    }

    @Override
    public Optional<ByOperation> byOperation() {
        return keepsTalkIds.getAsBoolean() ? Optional.of(new ByTalkId()) : Optional.empty();
    }

    /** Records by the operation that made them. */
    private final class ByTalkId implements ByOperation {
        @Override
        public Duration lag() {
            return Duration.ZERO;
        }

        @Override
        public Map<String, Upserted> find(Collection<String> operations, Instant since) {
            Map<String, Upserted> found = new HashMap<>();
            records.read(client.read(type, operations, HubSpotType.TALK_ID).path("results"))
                    .forEach(record -> found.put(
                            record.json()
                                    .path("properties")
                                    .path(HubSpotType.TALK_ID)
                                    .asText(),
                            record.upserted()));
            return found;
        }
    }
}

package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.Answer;
import io.sesam.talk.http.Call;
import io.sesam.talk.http.Json;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Upserted;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks records up by id, and people by their work e-mail. */
final class FreshteamLookup implements Lookup, Lookup.ByKey {
    /** Who may not be seen may well be there: no answer. */
    private static final int FORBIDDEN = 403;

    private final FreshteamClient client;
    private final FreshteamType type;

    FreshteamLookup(FreshteamClient client, FreshteamType type) {
        this.client = client;
        this.type = type;
    }

    @Override
    public Map<String, Found> byId(Collection<String> ids) {
        Map<String, Found> found = new LinkedHashMap<>();
        ids.forEach(id -> {
            Answer answer = client.one(Call.get(type.path() + "/" + id));
            if (answer.status() != FORBIDDEN) {
                found.put(id, type.found(answer));
            }
        });
        return found;
    }

    @Override
    public Optional<ByKey> byKey() {
        return type.byDay() ? Optional.of(this) : Optional.empty();
    }

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
        return type.passes().stream()
                .map(pass ->
                        Call.get(type.path()).query("official_email", value).query(pass, "true"))
                .flatMap(call -> Json.items(client.read(call).json()))
                .filter(item -> !FreshteamType.isGone(item) && holds(item, value))
                .map(type::record)
                .toList();
    }

    private static boolean holds(JsonNode item, String email) {
        return item.path("official_email").asText().strip().equalsIgnoreCase(email.strip());
    }
}

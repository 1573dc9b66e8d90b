package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Lookups;
import io.sesam.talk.http.Pages;
import io.sesam.talk.http.UnstableOrderReader;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.TimeText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Records of one type, paged and looked up.
 *
 * <p>Freshteam filters changes by day, in an undocumented time zone: half a day more is read.
 */
final class FreshteamRecords implements UnstableOrderReader.Source {
    static final int PER_PAGE = 50;
    private static final Duration ANY_ZONE = Duration.ofHours(12);
    private static final URI NOWHERE = URI.create("https://freshteam.invalid/");
    /** A record without permission may exist: no answer. */
    private static final int FORBIDDEN = 403;

    private final HttpApi api;
    private final FreshteamType type;

    FreshteamRecords(HttpApi api, FreshteamType type) {
        this.api = api;
        this.type = type;
    }

    private ApiCall listing(int pass) {
        ApiCall call = ApiCall.get(type.path()).expectingList("");
        String flag = type.passes().get(pass);
        return flag.isEmpty() ? call : call.query(flag, "true");
    }

    @Override
    public UnstableOrderReader.Listed page(int pass, long number, Optional<Instant> since) {
        ApiCall numbered = number == 1 ? listing(pass) : listing(pass).query("page", Long.toString(number));
        ApiResponse response = api.read(since.filter(time -> type.isEmployee())
                .map(time -> time.minus(ANY_ZONE).atOffset(ZoneOffset.UTC).toLocalDate())
                .map(day -> numbered.query("updated_since", day.toString()))
                .orElse(numbered));
        List<UnstableOrderReader.Item> items =
                JsonValues.items(response.json()).map(this::item).toList();
        long pages = Pages.header(response, "Total-Pages");
        // By the link, absolute or relative; else by the number of pages; else only an empty page is the last.
        boolean hasMore = Pages.link(response, NOWHERE).isPresent() || (pages < 0 ? !items.isEmpty() : number < pages);
        return new UnstableOrderReader.Listed(items, Pages.header(response, "Total-Objects"), hasMore);
    }

    @Override
    public Optional<Instant> date() {
        return api.date();
    }

    private UnstableOrderReader.Item item(JsonNode item) {
        return new UnstableOrderReader.Item(
                item.path("id").asLong(),
                TimeText.read(item.path("updated_at").asText()).orElse(Instant.MIN),
                type.change(item));
    }

    /** Returns the look-up by id. Employees also by their work e-mail. */
    Lookup lookup() {
        Lookups lookups = Lookups.byId(this::byId);
        return type.isEmployee() ? lookups.byKey("email", this::byEmail) : lookups;
    }

    private Map<String, Lookup.Found> byId(Collection<String> ids) {
        Map<String, Lookup.Found> found = new LinkedHashMap<>();
        ids.forEach(id -> {
            ApiResponse response = api.read(
                    FreshteamApi.ofOne(ApiCall.get(type.path() + "/" + id).expectingObject("")));
            if (response.status() != FORBIDDEN) {
                found.put(id, type.found(response));
            }
        });
        return found;
    }

    private List<RecordSnapshot> byEmail(String email) {
        return Stream.iterate(0, pass -> pass + 1)
                .limit(type.passes().size())
                .map(pass -> api.read(listing(pass).query("official_email", email)))
                .flatMap(response -> JsonValues.items(response.json()))
                .filter(item -> item.path("official_email").asText().strip().equalsIgnoreCase(email.strip()))
                .map(type::change)
                .filter(RecordSnapshot.class::isInstance)
                .map(RecordSnapshot.class::cast)
                .toList();
    }
}

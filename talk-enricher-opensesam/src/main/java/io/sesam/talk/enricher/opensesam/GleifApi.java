package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import java.util.List;

/** A client for the Global LEI Index. Its search by name also finds similar names. */
final class GleifApi implements Entities {
    private static final String JSON_API = "application/vnd.api+json";
    private static final int PAGE = 100;

    private final HttpApi api;

    GleifApi(HttpApi api) {
        this.api = api;
    }

    /** Makes a small request to test the connection. */
    void ping() {
        search(ApiCall.get("/lei-records").query("page[size]", "1"));
    }

    @Override
    public Numbered byNumber(String number) {
        ApiResponse response = api.read(
                ApiCall.get("/lei-records/" + number).header("Accept", JSON_API).accepting(404));
        if (response.status() != 404 && !response.json().path("data").isObject()) {
            throw unreadable("/lei-records/" + number);
        }
        return response.status() == 404
                ? new Numbered(List.of(), List.of())
                : new Numbered(
                        GleifEntity.read(response.json().path("data")).stream().toList(), List.of());
    }

    @Override
    public Found byName(String name) {
        JsonNode listing = search(ApiCall.get("/lei-records")
                .query("filter[entity.legalName]", name)
                .query("page[size]", String.valueOf(PAGE)));
        List<Entity> found = JsonValues.items(listing.path("data"))
                .flatMap(record -> GleifEntity.read(record).stream())
                .toList();
        long shown = listing.path("data").size();
        long total = JsonValues.at(listing, "meta.pagination.total").asLong(shown);
        return new Found(found, total, total <= shown);
    }

    private JsonNode search(ApiCall call) {
        JsonNode listing = api.read(call.header("Accept", JSON_API)).json();
        if (!listing.path("data").isArray()
                || !JsonValues.at(listing, "meta.pagination.total").isNumber()) {
            throw unreadable("/lei-records");
        }
        return listing;
    }

    private static TalkException unreadable(String path) {
        return new TalkException(
                ErrorCode.UNREADABLE,
                "GLEIF: GET " + path + " returned an unexpected format; the next run tries again");
    }
}

package io.sesam.talk.enricher.opensesam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client for Norway's Register of Legal Entities. Requests a fixed version of the response format. An empty result
 * has no list, and a search shows at most ten thousand entries.
 */
final class BrregApi implements Entities {
    /** The last entry that a search shows. */
    static final int DEEPEST = 10_000;

    private static final String ENTITY = "application/vnd.brreg.enhetsregisteret.enhet.v2+json";
    private static final String ENTITIES = "_embedded.enheter";
    private static final String UPDATES = "_embedded.oppdaterteEnheter";
    private static final int PAGE = 500;
    private static final int NUMBERS_AT_ONCE = 100;

    private final HttpApi api;

    BrregApi(HttpApi api) {
        this.api = api;
    }

    /** Makes a small request to test the connection. */
    void ping() {
        search(ApiCall.get("/enheter"), 0, 1);
    }

    @Override
    public Numbered byNumber(String number) {
        ApiResponse response = api.read(
                ApiCall.get("/enheter/" + number).header("Accept", ENTITY).accepting(404, 410));
        if (response.status() == 404) {
            return new Numbered(List.of(), List.of());
        }
        if (response.status() == 410) {
            return new Numbered(List.of(), List.of(number + " was removed from the register for legal reasons"));
        }
        Entity entity = BrregEntity.read(response.json()).orElseThrow(() -> unreadable("/enheter/" + number));
        return new Numbered(List.of(entity), List.of());
    }

    @Override
    public Found byName(String name) {
        ApiCall call = ApiCall.get("/enheter").query("navn", name).query("navnMetodeForSoek", "FORTLOEPENDE");
        List<Entity> found = new ArrayList<>();
        long total;
        int page = 0;
        do {
            JsonNode listing = search(call, page++, PAGE);
            total = listing.path("page").path("totalElements").asLong();
            entities(listing).forEach(found::add);
        } while (total <= DEEPEST && (long) page * PAGE < total);
        return new Found(found, total, total <= DEEPEST);
    }

    /** Returns the current entities by number. Numbers that do not exist are left out. */
    Map<String, Entity> byNumbers(Collection<String> numbers) {
        Map<String, Entity> found = new LinkedHashMap<>();
        List<String> all = List.copyOf(numbers);
        for (int from = 0; from < all.size(); from += NUMBERS_AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + NUMBERS_AT_ONCE));
            ApiCall call = ApiCall.get("/enheter").query("organisasjonsnummer", String.join(",", some));
            entities(search(call, 0, NUMBERS_AT_ONCE)).forEach(entity -> found.put(entity.id(), entity));
        }
        return found;
    }

    /**
     * Returns a page of a search.
     *
     * @throws TalkException UNREADABLE when it is beyond the last entry that the register shows
     */
    JsonNode search(ApiCall call, int page, int size) {
        if ((page + 1L) * size > DEEPEST) {
            throw new TalkException(
                    ErrorCode.UNREADABLE,
                    "the register shows no more than " + DEEPEST + " entries of a search, and page " + page + " of "
                            + size + " is beyond that; narrow the search, or use the bulk file");
        }
        JsonNode listing = api.read(call.header("Accept", ENTITY)
                        .query("size", String.valueOf(size))
                        .query("page", String.valueOf(page)))
                .json();
        JsonNode total = listing.path("page").path("totalElements");
        boolean hasEntries = total.asLong() > (long) page * size;
        if (!total.isNumber() || hasEntries && JsonValues.at(listing, ENTITIES).isEmpty()) {
            throw unreadable("/enheter");
        }
        return listing;
    }

    private static List<Entity> entities(JsonNode listing) {
        return JsonValues.items(JsonValues.at(listing, ENTITIES))
                .flatMap(node -> BrregEntity.read(node).stream())
                .toList();
    }

    /**
     * The numbers of changed entities.
     *
     * @param numbers all changed numbers, whatever the kind of change
     * @param last the id of the last update; empty when there were none
     * @param hasMore whether more updates follow
     */
    record Updates(List<String> numbers, Optional<Long> last, boolean hasMore) {}

    /** Returns the updates from an id, inclusive. */
    Updates updatesFrom(long id, int size) {
        Updates updates =
                updates(ApiCall.get("/oppdateringer/enheter").query("oppdateringsid", String.valueOf(id)), size);
        if (updates.last().filter(last -> last < id).isPresent()) {
            throw new TalkException(
                    ErrorCode.CURSOR_STUCK,
                    "Enhetsregisteret: the feed of updates returned older updates than those asked for; reading was"
                            + " stopped because it would never end");
        }
        return updates;
    }

    /** Returns the updates from a time. */
    Updates updatesFrom(Instant moment, int size) {
        return updates(ApiCall.get("/oppdateringer/enheter").query("dato", moment.toString()), size);
    }

    private Updates updates(ApiCall call, int size) {
        JsonNode feed = api.read(call.query("size", String.valueOf(size))).json();
        JsonNode reported = feed.path("page").path("totalElements");
        if (!reported.isNumber()
                || reported.asLong() > 0 && JsonValues.at(feed, UPDATES).isEmpty()) {
            throw unreadable("/oppdateringer/enheter");
        }
        List<String> numbers = new ArrayList<>();
        Optional<Long> last = Optional.empty();
        for (JsonNode update : JsonValues.at(feed, UPDATES)) {
            JsonValues.text(update, "organisasjonsnummer").ifPresent(numbers::add);
            long id = update.path("oppdateringsid").asLong();
            last = Optional.of(Math.max(id, last.orElse(id)));
        }
        int entries = JsonValues.at(feed, UPDATES).size();
        return new Updates(numbers, last, reported.asLong() > entries && last.isPresent());
    }

    private static TalkException unreadable(String path) {
        return new TalkException(
                ErrorCode.UNREADABLE,
                "Enhetsregisteret: GET " + path + " returned an unexpected format; the next run tries again");
    }
}

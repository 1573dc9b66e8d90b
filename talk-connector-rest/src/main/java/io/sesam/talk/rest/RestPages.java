package io.sesam.talk.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.ApiResponse;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.JsonValues;
import io.sesam.talk.http.Pages;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The listing calls of a type and their continuation. */
final class RestPages {
    private static final int LONGEST = 8_000;

    private final URI base;
    private final RestType type;

    RestPages(String base, RestType type) {
        this.base = HttpApi.address(type.name(), base);
        this.type = type;
    }

    /**
     * Returns the call for a page. For numbered pages and offsets, the cursor holds the number of the page or record
     * and the number of records before it.
     */
    ApiCall call(String cursor, Optional<Instant> since) {
        Paging paging = type.paging();
        boolean isAddress = paging.style() == Paging.Style.NEXT || paging.style() == Paging.Style.LINK;
        if (isAddress && !cursor.isEmpty()) {
            return ApiCall.get(cursor);
        }
        ApiCall call = ApiCall.get(type.path());
        for (Map.Entry<String, String> constant : type.query().entrySet()) {
            call = call.query(constant.getKey(), constant.getValue());
        }
        if (paging.sizeParameter().isPresent()) {
            call = call.query(paging.sizeParameter().get(), String.valueOf(paging.size()));
        }
        if (type.news().isPresent() && since.isPresent()) {
            RestType.News news = type.news().get();
            call = call.query(news.parameter(), news.value(since.get()));
        }
        return switch (paging.style()) {
            case PAGE -> call.query(paging.parameter(), String.valueOf(paging.first() + number(cursor, 0)));
            case OFFSET -> call.query(paging.parameter(), String.valueOf(number(cursor, 1)));
            case CURSOR -> cursor.isEmpty() ? call : call.query(paging.parameter(), cursor);
            default -> call;
        };
    }

    /** Reads one number of a cursor. */
    private static long number(String cursor, int which) {
        return cursor.isEmpty() ? 0 : Long.parseLong(cursor.split(" ", 2)[which]);
    }

    /** Returns the cursor of the next page. Empty after the last one. */
    Optional<String> next(ApiResponse response, String cursor, int records) {
        Paging paging = type.paging();
        Optional<String> next = switch (paging.style()) {
            case NONE -> Optional.empty();
            case PAGE, OFFSET -> counted(response, cursor, records);
            case CURSOR -> Pages.cursor(response.json(), paging.pointer(), cursor);
            case NEXT, LINK -> address(response, cursor).map(this::ofThisHost);
        };
        if (next.filter(text -> text.length() > LONGEST).isPresent()) {
            throw unreadable("returned a reference to the next page that is longer than " + LONGEST + " characters");
        }
        return next;
    }

    private Optional<URI> address(ApiResponse response, String cursor) {
        try {
            return type.paging().style() == Paging.Style.LINK
                    ? Pages.link(response, addressOf(cursor))
                    : JsonValues.text(response.json(), type.paging().pointer())
                            .filter(text -> !text.isBlank())
                            .map(text -> Pages.next(addressOf(cursor), text));
        } catch (TalkException e) {
            throw unreadable("returned a reference to the next page that is not a valid address");
        }
    }

    /**
     * Returns the cursor of the next counted page. Only an empty page is the last one, because systems may return fewer
     * records than requested.
     */
    private Optional<String> counted(ApiResponse response, String cursor, int records) {
        long soFar = number(cursor, 1) + records;
        OptionalLong total = total(response);
        return records == 0 || total.isPresent() && soFar >= total.getAsLong()
                ? Optional.empty()
                : Optional.of((number(cursor, 0) + 1) + " " + soFar);
    }

    private URI addressOf(String cursor) {
        return cursor.isEmpty() ? URI.create(base.toString().replaceAll("/+$", "") + type.path()) : URI.create(cursor);
    }

    /**
     * Checks that the next page is on the same host. Credentials are sent to one host only; a page elsewhere would be
     * requested without them, or would reveal them to another party.
     */
    private String ofThisHost(URI next) {
        if (!String.valueOf(base.getHost()).equalsIgnoreCase(next.getHost())
                || base.getPort() != next.getPort()
                || !String.valueOf(base.getScheme()).equalsIgnoreCase(next.getScheme())) {
            throw unreadable("returned a next page that is not at " + base.getScheme() + "://" + base.getAuthority()
                    + "; set baseUrl to the address that the system itself uses");
        }
        return next.toString();
    }

    /** Returns the total number of records, where reported. */
    OptionalLong total(ApiResponse response) {
        Optional<String> reported = type.paging()
                .total()
                .flatMap(pointer -> JsonValues.text(response.json(), pointer))
                .or(() -> type.paging().totalHeader().flatMap(response::header));
        return reported.filter(text -> text.matches("\\d{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }

    /**
     * Reports whether an unpaged list may be incomplete. Fields beside the list may announce more records, or another
     * page.
     */
    boolean isCutShort(ApiResponse response, int records) {
        if (type.paging().style() != Paging.Style.NONE) {
            return false;
        }
        OptionalLong total = total(response);
        boolean isLinked = Pages.link(response, addressOf("")).isPresent();
        return isLinked
                || total.isPresent() && total.getAsLong() > records
                || response.json().properties().stream().anyMatch(beside -> speaksOfMore(beside, records));
    }

    private static boolean speaksOfMore(Map.Entry<String, JsonNode> beside, int records) {
        String name = beside.getKey().toLowerCase(Locale.ROOT);
        JsonNode value = beside.getValue();
        return name.contains("next") && value.isTextual() && !value.asText().isBlank()
                || (name.contains("total") || name.endsWith("count"))
                        && value.isIntegralNumber()
                        && value.asLong() > records;
    }

    private TalkException unreadable(String what) {
        return new TalkException(ErrorCode.UNREADABLE, "GET " + type.path() + " " + what);
    }
}

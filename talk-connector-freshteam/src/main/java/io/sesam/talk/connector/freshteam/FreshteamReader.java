package io.sesam.talk.connector.freshteam;

import com.fasterxml.jackson.databind.JsonNode;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.http.Answer;
import io.sesam.talk.http.Call;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.Pages;
import io.sesam.talk.spi.Change;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.ReadRequest;
import io.sesam.talk.spi.Reader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Reads listings page by page.
 *
 * <p>What changed is asked for by the day, in a time zone that nobody documents: half a day more is read, and what is no
 * news is left out here.
 */
final class FreshteamReader implements Reader {
    static final int PER_PAGE = 50;
    private static final Duration ANY_ZONE = Duration.ofHours(12);
    private static final URI NOWHERE = URI.create("https://freshteam.invalid/");

    private final FreshteamClient client;
    private final FreshteamType type;

    FreshteamReader(FreshteamClient client, FreshteamType type) {
        this.client = client;
        this.type = type;
    }

    @Override
    public Page read(ReadRequest request) {
        Bookmark at = Bookmark.of(request);
        Answer answer = client.read(call(at));
        if (!answer.json().isArray()) {
            throw new TalkException(
                    ErrorCode.UNREADABLE, "Freshteam: " + type.path() + " lists nothing that is a list");
        }
        List<JsonNode> items = Json.items(answer.json()).toList();
        int from = (int) Math.min(at.offset(), items.size());
        int to = Math.min(from + request.limit(), items.size());
        List<JsonNode> told = items.subList(from, to);
        Bookmark seen = at.seen(told, number(answer, "Total-Objects"));
        Bookmark next = to < items.size()
                ? seen.at(at.pass(), at.page(), to)
                : isFollowed(answer, at.page(), items.size())
                        ? seen.at(at.pass(), at.page() + 1, 0)
                        : seen.at(at.pass() + 1, 1, 0);
        List<Change> changes =
                told.stream().filter(at::isNews).map(this::change).toList();
        if (next.pass() < type.passes().size()) {
            return Page.more(changes, next.position());
        }
        return next.isShaken(type.passes().size())
                ? Page.more(changes, next.again().position())
                : Page.last(changes, next.end(request.until()));
    }

    private Call call(Bookmark at) {
        String pass = type.passes().get((int) at.pass());
        Call call =
                pass.isEmpty() ? Call.get(type.path()) : Call.get(type.path()).query(pass, "true");
        Call numbered = at.page() == 1 ? call : call.query("page", Long.toString(at.page()));
        Instant since = Instant.ofEpochMilli(at.since()).minus(ANY_ZONE);
        return !type.byDay() || at.since() <= 0
                ? numbered
                : numbered.query(
                        "updated_since",
                        since.atOffset(ZoneOffset.UTC).toLocalDate().toString());
    }

    /** By the link, absolute or relative; by the number of pages; when neither is told, by whether the page is full. */
    private static boolean isFollowed(Answer answer, long page, int items) {
        long pages = number(answer, "Total-Pages");
        return Pages.link(answer, NOWHERE).isPresent() || (pages < 0 ? items == PER_PAGE : page < pages);
    }

    private static long number(Answer answer, String header) {
        return answer.header(header)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private Change change(JsonNode item) {
        return FreshteamType.isGone(item) ? new Change.Deleted(item.path("id").asText()) : type.record(item);
    }
}

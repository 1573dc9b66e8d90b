package io.sesam.talk.connector.freshteam;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.http.Answer;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.Call;
import io.sesam.talk.http.Deadlines;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Json;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.Redaction;
import io.sesam.talk.http.Reply;
import io.sesam.talk.http.Verdict;
import io.sesam.talk.http.Verdicts;
import io.sesam.talk.spi.Lent;
import io.sesam.talk.spi.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;

/** The account's API. Its limits are by the minute, and it never says how long to wait. */
final class FreshteamClient implements AutoCloseable {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HttpApi api;

    FreshteamClient(String base, Secret key, Lent lent) {
        this.api = HttpApi.to("Freshteam", URI.create(base), lent)
                .authenticate(Authentication.bearer(key))
                .quotas(Quotas.of("freshteam " + base)
                        .window(Quotas.GENERAL, 50, MINUTE, "X-RateLimit-Remaining", "X-RateLimit-Total"))
                .verdicts(FreshteamClient::judging)
                .deadlines(new Deadlines(Duration.ofSeconds(10), MINUTE, Duration.ofMinutes(10)))
                .build();
    }

    private static Verdicts judging(Verdicts standard) {
        return standard.status(429, answer -> new Verdict.Limited(MINUTE, Verdicts.saying(answer)))
                .status(403, answer -> closed("status 403; the role of the key's user may not do this"))
                .status(404, answer -> closed("status 404; there is no such account, or not any more"))
                .when(
                        answer -> answer.status() == 400 || answer.status() == 422,
                        answer -> new Verdict.Refused("Freshteam refused it: " + problems(answer)));
    }

    private static Verdict closed(String reason) {
        return new Verdict.Stop(
                ErrorCode.ACCESS_REFUSED, reason + "; look into the account, which its vendor may close");
    }

    private static String problems(Answer answer) {
        String all = Json.items(answer.json().path("errors"))
                .map(error -> error.path("field").asText("record") + ": "
                        + error.path("message").asText(error.path("code").asText()))
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Verdicts.saying(answer) : Redaction.clean(all);
    }

    Answer read(Call call) {
        return api.read(call);
    }

    /** One record, or 403 or 404 about it alone: then the account as a whole has been seen to be well. */
    Answer one(Call call) {
        Answer answer = api.read(call.accepting(403, 404));
        seeThatItIsOpen(answer.status());
        return answer;
    }

    /** Writes one record; 403 and 404 are about it alone. */
    Reply write(Call call) {
        Reply reply = api.write(call.accepting(403, 404));
        if (reply instanceof Reply.Done done) {
            seeThatItIsOpen(done.answer().status());
        }
        return reply;
    }

    private void seeThatItIsOpen(int status) {
        if (status >= 400) {
            api.read(Call.get("/employees"));
        }
    }

    @Override
    public void close() {
        api.close();
    }
}

package io.sesam.talk.connector.freshteam;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.http.ApiCall;
import io.sesam.talk.http.Authentication;
import io.sesam.talk.http.Deadlines;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.http.Quotas;
import io.sesam.talk.http.Verdict;
import io.sesam.talk.http.Verdicts;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.settings.Secret;
import java.net.URI;
import java.time.Duration;

/** The account's API. Its limits are by the minute, and it never says how long to wait. */
final class FreshteamApi {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String CLOSED = "; look into the account, which its vendor may close";

    private FreshteamApi() {}

    static HttpApi to(String base, Secret key, PluginContext context) {
        return HttpApi.to("Freshteam", URI.create(base), context)
                .authenticate(Authentication.bearer(key))
                .quotas(Quotas.of("freshteam " + base)
                        .window(Quotas.GENERAL, 50, MINUTE, "X-RateLimit-Remaining", "X-RateLimit-Total"))
                .verdicts(FreshteamApi::judging)
                .deadlines(new Deadlines(Duration.ofSeconds(10), MINUTE, Duration.ofMinutes(10)))
                .build();
    }

    private static Verdicts judging(Verdicts standard) {
        return standard.status(429, response -> new Verdict.Limited(MINUTE, Verdicts.saying(response)))
                .status(403, response -> closed("status 403; the role of the key's user may not do this"))
                .status(404, response -> closed("status 404; there is no such account, or not any more"));
    }

    private static Verdict closed(String reason) {
        return new Verdict.Stop(ErrorCode.ACCESS_REFUSED, reason + CLOSED);
    }

    /** A call about one record: 403 and 404 are about it alone, when the account as a whole has been seen to be well. */
    static ApiCall ofOne(ApiCall call) {
        return call.acceptingIf(ApiCall.get("/employees"), 403, 404);
    }
}

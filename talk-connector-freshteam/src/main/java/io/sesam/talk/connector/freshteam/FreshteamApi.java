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
import java.time.Duration;

/** The client settings for a Freshteam account. Limits are per minute, and the API never reports how long to wait. */
final class FreshteamApi {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String CLOSED = "; check the account, because its vendor may have closed it";

    private FreshteamApi() {}

    static HttpApi to(String base, Secret key, PluginContext context) {
        return HttpApi.to("Freshteam", HttpApi.address("Freshteam", base), context)
                .authenticate(Authentication.bearer(key))
                .quotas(Quotas.of("freshteam " + base)
                        .window(Quotas.GENERAL, 50, MINUTE, "X-RateLimit-Remaining", "X-RateLimit-Total"))
                .addressedBy("domain")
                .verdicts(FreshteamApi::judging)
                .deadlines(new Deadlines(Duration.ofSeconds(10), MINUTE, Duration.ofMinutes(10)))
                .build();
    }

    private static Verdicts judging(Verdicts standard) {
        return standard.status(429, response -> new Verdict.Limited(MINUTE, Verdicts.saying(response)))
                .status(403, response -> closed("status 403; the role of the key's user lacks the permission"))
                .status(404, response -> closed("status 404; the account does not exist or was closed"));
    }

    private static Verdict closed(String reason) {
        return new Verdict.Stop(ErrorCode.ACCESS_REFUSED, reason + CLOSED);
    }

    /**
     * Returns a copy of a call about one record. Status 403 and 404 concern only that record while the account as a
     * whole works.
     */
    static ApiCall ofOne(ApiCall call) {
        return call.acceptingIf(ApiCall.get("/employees"), 403, 404);
    }
}

package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.PluginContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The execution of one call with retries. For one thread. */
final class CallExecution {
    private static final int TRIES = 5;
    private static final int TRIES_OF_A_CHECK = 2;
    private static final String MALFORMED =
            "the token or key is empty, or contains a line break or another character that"
                    + " no header can hold, so that nothing was sent; copy it from that system again, without white space";
    private static final String CANCELLED = "the run was cancelled";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final HttpApi api;
    private final PluginContext context;
    private final ApiCall call;
    private final Instant end;
    private int tries;
    private boolean renewed;
    private boolean unconnected;
    private Map<String, String> shown = Map.of();

    /**
     * The final state of an execution.
     *
     * @param response the last response; {@code null} when none came
     * @param verdict the classification of the response
     * @param maySent whether the call may have been carried out, where the verdict is not success
     * @param tries the number of attempts
     */
    record Ending(@Nullable ApiResponse response, Verdict verdict, boolean maySent, int tries) {}

    CallExecution(HttpApi api, PluginContext context, ApiCall call) {
        this.api = api;
        this.context = context;
        this.call = call;
        this.end = api.endOf(context.clock().instant().plus(api.deadlines().total()));
    }

    Ending hold() {
        while (true) {
            Optional<String> down = api.unconnected(call);
            if (down.isPresent()) {
                return unconnected(down.get());
            }
            Verdict.Stop blocked = pace();
            if (blocked != null) {
                return new Ending(null, blocked, false, tries);
            }
            Ending ending = attempt();
            if (!shouldRetry(ending)) {
                return ending;
            }
        }
    }

    private Ending attempt() {
        if (Thread.currentThread().isInterrupted()) {
            return new Ending(null, new Verdict.Stop(ErrorCode.CANCELLED, CANCELLED), false, tries);
        }
        shown = api.transport().isOfBase(call) ? api.authentication().headers(api::askForToken) : Map.of();
        if (shown.values().stream().anyMatch(CallExecution::isMalformed)) {
            return new Ending(null, new Verdict.Stop(ErrorCode.ACCESS_REFUSED, MALFORMED), false, tries);
        }
        Duration left = Duration.between(context.clock().instant(), end);
        Duration time = api.isChecking() && left.compareTo(api.deadlines().request()) < 0
                ? left
                : api.deadlines().request();
        tries++;
        Calls.Trace trace = begin();
        AttemptResult attemptResult = null;
        try {
            attemptResult = api.transport().send(call, shown, time);
        } finally {
            trace.end(outcome(attemptResult));
        }
        if (attemptResult instanceof AttemptResult.Unconnected failed) {
            api.unconnected(call, failed.reason());
            return unconnected(failed.reason());
        }
        if (attemptResult instanceof AttemptResult.Answered answered) {
            return judged(answered.response());
        }
        if (attemptResult instanceof AttemptResult.Nothing nothing) {
            return new Ending(
                    null,
                    new Verdict.Again(Duration.ZERO, !nothing.maySent(), nothing.reason()),
                    nothing.maySent(),
                    tries);
        }
        if (attemptResult instanceof AttemptResult.TooLarge large) {
            return new Ending(null, new Verdict.Stop(ErrorCode.UNREADABLE, large.reason()), true, tries);
        }
        return new Ending(null, new Verdict.Stop(ErrorCode.CANCELLED, CANCELLED), true, tries);
    }

    /** Reports whether a header cannot hold the text. It would be cut there, or sent as two headers. */
    private static boolean isMalformed(String header) {
        return header.isBlank()
                || header.endsWith(" ")
                || header.chars().anyMatch(c -> c < ' ' || c > 0xff || c == 0x7f);
    }

    /** Returns the state of a call for which no connection was made; it is not attempted again. */
    private Ending unconnected(String reason) {
        unconnected = true;
        return new Ending(null, new Verdict.Again(Duration.ZERO, true, reason), false, tries);
    }

    private Ending judged(ApiResponse received) {
        api.answered(received);
        Verdict asReceived = verdict(received);
        ApiResponse response = asReceived instanceof Verdict.Success ? received : withoutSecrets(received);
        Verdict verdict =
                asReceived instanceof Verdict.Success ? asReceived : EchoRedaction.of(verdict(response), call, shown);
        api.limiter().observe(call.quota(), response);
        boolean maySent =
                verdict instanceof Verdict.Unreadable || verdict instanceof Verdict.Again again && !again.nothingDone();
        return new Ending(response, verdict, maySent, tries);
    }

    /** Removes the credentials that an error repeats, before anything is cut or quoted. */
    private ApiResponse withoutSecrets(ApiResponse received) {
        Set<String> secrets = new HashSet<>(api.authentication().secrets());
        KnownSecrets.addHeaders(shown, secrets);
        return KnownSecrets.of(secrets).removeFrom(received);
    }

    private Verdict verdict(ApiResponse response) {
        boolean isGone = response.status() == 404 || response.status() == 410;
        if (call.accepts(response.status())
                || isGone && tries > 1 && call.method().equals("DELETE")) {
            // A repeated DELETE finds nothing when the first one succeeded and only its response was lost.
            return new Verdict.Success();
        }
        Verdict verdict = api.verdicts().of(response);
        if (verdict instanceof Verdict.Success && isNothing(response)) {
            // An empty listing is "[]". An empty body would look as if every record had been deleted.
            return new Verdict.Unreadable("status 200 with an empty body");
        }
        Optional<String> lacking = verdict instanceof Verdict.Success ? call.lacking(response) : Optional.empty();
        if (lacking.isPresent()) {
            return new Verdict.Unreadable("status " + response.status() + " without " + lacking.get());
        }
        Optional<Duration> asked = Verdicts.retryAfter(response, context.clock());
        if (verdict instanceof Verdict.Limited limited) {
            return new Verdict.Limited(asked.orElse(limited.after()), limited.reason());
        }
        return verdict instanceof Verdict.Again again
                ? new Verdict.Again(asked.orElse(again.after()), again.nothingDone(), again.reason())
                : verdict;
    }

    private boolean isNothing(ApiResponse response) {
        return call.nature() == ApiCall.Nature.READING
                && call.download().isEmpty()
                && response.status() == 200
                && response.text().isBlank();
    }

    /** Decides whether to retry, and waits before that. */
    private boolean shouldRetry(Ending ending) {
        Verdict verdict = ending.verdict();
        if (unconnected) {
            return false;
        }
        boolean allowed = !ending.maySent() || call.nature() != ApiCall.Nature.WRITING;
        if (verdict instanceof Verdict.TokenRefused && !renewed) {
            renewed = true;
            return api.authentication().renew(shown, api::askForToken);
        }
        if (verdict instanceof Verdict.Limited limited) {
            Duration wait = limited.after().isZero() ? pause().plusSeconds(1) : limited.after();
            context.calls().limited();
            api.limiter().limited(call.quota(), wait);
            return again(wait);
        }
        if (verdict instanceof Verdict.Again again) {
            return allowed && again(again.after().isZero() ? pause() : again.after());
        }
        return verdict instanceof Verdict.Unreadable && allowed && again(pause());
    }

    private boolean again(Duration wait) {
        boolean inTime = !context.clock().instant().plus(wait).isAfter(end);
        return inTime
                && tries < (api.isChecking() ? TRIES_OF_A_CHECK : TRIES)
                && api.budget().spend()
                && sleep(wait);
    }

    /** Returns a full-jitter pause. The upper limit doubles with each attempt. */
    private Duration pause() {
        long limit = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(10, tries));
        synchronized (context.random()) {
            return Duration.ofMillis(1 + context.random().nextLong(limit));
        }
    }

    /** Waits until the quota allows the call. Returns a verdict instead when the wait would exceed the deadline. */
    private Verdict.@Nullable Stop pace() {
        Duration wait = api.limiter().acquire(call.quota());
        while (!wait.isZero()) {
            if (context.clock().instant().plus(wait).isAfter(end)) {
                return new Verdict.Stop(
                        ErrorCode.QUOTA_EXHAUSTED,
                        "the quota is used up; the next call is allowed in " + wait.toSeconds() + " s");
            }
            context.calls().waited(wait);
            if (!sleep(wait)) {
                return new Verdict.Stop(ErrorCode.CANCELLED, CANCELLED);
            }
            wait = api.limiter().acquire(call.quota());
        }
        return null;
    }

    private boolean sleep(Duration time) {
        try {
            context.sleeper().sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Calls.Trace begin() {
        api.budget().called();
        if (tries > 1) {
            context.calls().repeated();
        }
        return context.calls().begin(call.nature() != ApiCall.Nature.READING);
    }

    /** Returns one of few words for what came of an attempt. */
    static String outcome(@Nullable AttemptResult result) {
        return result instanceof AttemptResult.Answered answered
                ? answered.response().status() / 100 + "xx"
                : "none";
    }

    /** Returns the exception for a failure of the system. */
    TalkException failure(Ending ending) {
        String times = ending.tries() > 1 ? "; tried " + ending.tries() + " times" : "";
        String prefix = api.name() + ": " + call + ": ";
        Verdict verdict = ending.verdict();
        if (verdict instanceof Verdict.Stop stop) {
            return new TalkException(
                    stop.code(), stop.code() == ErrorCode.CANCELLED ? stop.reason() : prefix + stop.reason());
        }
        if (verdict instanceof Verdict.TokenRefused refused) {
            return new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    prefix + refused.reason()
                            + "; the token is invalid or has expired: create a new one in that system and set it here");
        }
        if (verdict instanceof Verdict.Limited limited) {
            return new TalkException(
                    ErrorCode.QUOTA_EXHAUSTED, prefix + limited.reason() + times + "; the next run continues");
        }
        if (unconnected) {
            return new TalkException(ErrorCode.UNREACHABLE, api.name() + ": " + EchoRedaction.reason(verdict));
        }
        if (verdict instanceof Verdict.Again again) {
            return new TalkException(
                    ErrorCode.UNREACHABLE, prefix + again.reason() + times + "; the next run tries again");
        }
        return new TalkException(ErrorCode.UNREADABLE, prefix + EchoRedaction.reason(verdict) + times);
    }
}

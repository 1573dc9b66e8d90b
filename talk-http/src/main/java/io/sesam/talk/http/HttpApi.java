package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.TimeText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * A client of one web API. Applies deadlines, quotas, credentials and retries.
 *
 * <p>Safe for any thread. Calls are counted in the given {@link PluginContext}, and waits use its clock. An interrupted
 * thread returns within a moment. Bodies, headers and parameters are logged at trace level only, and without their
 * values.
 */
public final class HttpApi implements AutoCloseable {
    private final String name;
    private final PluginContext context;
    private final HttpTransport transport;
    private final Deadlines deadlines;
    private final Authentication authentication;
    private final Verdicts verdicts;
    private final Limiter limiter;
    private final RetryBudget budget = new RetryBudget();
    private volatile Optional<Instant> date = Optional.empty();

    private HttpApi(Builder builder) {
        this.name = builder.name;
        this.context = builder.context;
        this.deadlines = builder.deadlines;
        this.transport = new HttpTransport(builder.base, agent(), deadlines);
        this.authentication = builder.authentication;
        this.verdicts = builder.verdicts;
        this.limiter = Limiter.shared(builder.quotas, context);
        builder.quotas.report(context.calls());
    }

    private static String agent() {
        String version = HttpApi.class.getModule().getDescriptor() == null
                ? null
                : HttpApi.class.getModule().getDescriptor().rawVersion().orElse(null);
        return "Talk" + (version == null ? "" : "/" + version) + " (data synchronisation; Java)";
    }

    /**
     * Starts a builder.
     *
     * @param name the system's name, for messages
     * @param base the base address, to which the paths of calls are appended
     */
    public static Builder to(String name, URI base, PluginContext context) {
        return new Builder(name, base, context);
    }

    /**
     * Makes a reading call, with retries.
     *
     * @throws TalkException when no successful response comes: UNREACHABLE, ACCESS_REFUSED, QUOTA_EXHAUSTED,
     *     UNREADABLE, or the code of a verdict
     */
    public ApiResponse read(ApiCall call) {
        CallExecution execution = new CallExecution(this, context, call);
        CallExecution.Ending ending = execution.hold();
        ApiResponse response = ending.response();
        if (response == null || !(ending.verdict() instanceof Verdict.Success)) {
            throw execution.failure(ending);
        }
        return seen(call, response);
    }

    /** Checks an accepted refusal with the call's probe. */
    private ApiResponse seen(ApiCall call, ApiResponse response) {
        call.probe().filter(probe -> call.accepts(response.status())).ifPresent(this::read);
        return response;
    }

    /**
     * Makes a writing call. A call that may have reached the system is repeated only when it is marked as idempotent.
     *
     * @throws TalkException when certainly nothing was written, and the system as a whole is the reason
     */
    public WriteReply write(ApiCall call) {
        CallExecution execution = new CallExecution(this, context, call);
        CallExecution.Ending ending = execution.hold();
        ApiResponse response = ending.response();
        Verdict verdict = ending.verdict();
        if (verdict instanceof Verdict.Success && response != null) {
            return new WriteReply.Done(seen(call, response));
        }
        if (ending.maySent()) {
            return new WriteReply.Unknown(reason(verdict));
        }
        if (verdict instanceof Verdict.Refused refused && response != null) {
            return new WriteReply.Refused(refused.reason(), response);
        }
        if (verdict instanceof Verdict.Again again) {
            return new WriteReply.Later(again.after(), name + ": " + again.reason());
        }
        if (verdict instanceof Verdict.Limited limited) {
            Duration wait = response == null
                    ? limited.after()
                    : Verdicts.retryAfter(response, context.clock()).orElse(limited.after());
            return new WriteReply.Later(wait, name + ": " + limited.reason());
        }
        throw execution.failure(ending);
    }

    private static String reason(Verdict verdict) {
        if (verdict instanceof Verdict.Stop stop && stop.code() == ErrorCode.CANCELLED) {
            return "the run was cancelled while waiting for the response";
        }
        return EchoRedaction.reason(verdict);
    }

    /**
     * Sends a token request without credentials headers. Not repeated, because a refresh token may be valid for one use
     * only.
     */
    ApiResponse askForToken(ApiCall call) {
        context.calls().read();
        AttemptResult attemptResult = transport.sendToTheEnd(call);
        if (attemptResult instanceof AttemptResult.Answered answered) {
            return answered.response();
        }
        String reason = attemptResult instanceof AttemptResult.Nothing nothing
                ? nothing.reason()
                : attemptResult instanceof AttemptResult.TooLarge large ? large.reason() : "the run was cancelled";
        throw new TalkException(
                attemptResult instanceof AttemptResult.Interrupted ? ErrorCode.CANCELLED : ErrorCode.UNREACHABLE,
                name + ": cannot get an access token: " + reason);
    }

    /** Returns the time of the {@code Date} header of the last response; empty when it had none that can be read. */
    public Optional<Instant> date() {
        return date;
    }

    void answered(ApiResponse response) {
        date = response.header("Date").flatMap(TimeText::read);
    }

    String name() {
        return name;
    }

    HttpTransport transport() {
        return transport;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Authentication authentication() {
        return authentication;
    }

    Verdicts verdicts() {
        return verdicts;
    }

    Limiter limiter() {
        return limiter;
    }

    RetryBudget budget() {
        return budget;
    }

    /**
     * Resets the retry budget for a new run. A run may repeat a small initial number of calls and one more for every
     * five calls made. {@link WebConnector} calls this method.
     */
    public void beginRun() {
        budget.renew();
    }

    /** Releases connections and threads. Calls in progress end as if no response had come. */
    @Override
    public void close() {
        transport.close();
    }

    /** Returns the name, without address and token. */
    @Override
    public String toString() {
        return name;
    }

    /** Builder of a client. */
    public static final class Builder {
        private final String name;
        private final URI base;
        private final PluginContext context;
        private Authentication authentication = Authentication.none();
        private Verdicts verdicts = Verdicts.standard();
        private Deadlines deadlines = Deadlines.defaults();
        private Quotas quotas;

        private Builder(String name, URI base, PluginContext context) {
            this.name = name;
            this.base = base;
            this.context = context;
            this.quotas = Quotas.of(name + " " + base + " " + context.name());
        }

        /** Sets the credentials. Default: none. */
        public Builder authenticate(Authentication way) {
            authentication = way;
            return this;
        }

        /** Sets the account's quotas. Default: unlimited. */
        public Builder quotas(Quotas allowed) {
            quotas = allowed;
            return this;
        }

        /** Sets the classification of responses. Default: {@link Verdicts#standard()}. */
        public Builder verdicts(Function<Verdicts, Verdicts> change) {
            verdicts = change.apply(verdicts);
            return this;
        }

        /** Sets the deadlines. */
        public Builder deadlines(Deadlines times) {
            deadlines = times;
            return this;
        }

        /** Builds the client. Sends nothing yet. */
        public HttpApi build() {
            return new HttpApi(this);
        }
    }
}

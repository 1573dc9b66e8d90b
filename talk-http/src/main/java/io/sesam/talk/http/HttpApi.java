package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.PluginContext;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * A web API, and all it takes to speak to it: deadlines, quotas, tokens, and asking again where that does no harm.
 *
 * <p>Safe for any thread. Calls are counted in what was lent, and wait in the time of the clock that was lent. An
 * interrupted thread comes back within a moment. Nothing of bodies, headers or parameters is logged but at trace, and then
 * without their values.
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

    private HttpApi(Builder builder) {
        this.name = builder.name;
        this.context = builder.context;
        this.deadlines = builder.deadlines;
        this.transport = new HttpTransport(builder.base, agent(), deadlines);
        this.authentication = builder.authentication;
        this.verdicts = builder.verdicts;
        this.limiter = Limiter.shared(builder.quotas, context);
        builder.quotas.tell(context.calls());
    }

    private static String agent() {
        String version = HttpApi.class.getModule().getDescriptor() == null
                ? null
                : HttpApi.class.getModule().getDescriptor().rawVersion().orElse(null);
        return "Talk" + (version == null ? "" : "/" + version) + " (data synchronisation; Java)";
    }

    /**
     * An API in the making.
     *
     * @param name the system's name, for messages
     * @param base what the paths of calls are appended to
     */
    public static Builder to(String name, URI base, PluginContext context) {
        return new Builder(name, base, context);
    }

    /**
     * Asks for something, again if need be.
     *
     * @throws TalkException when no good answer comes: UNREACHABLE, ACCESS_REFUSED, QUOTA_EXHAUSTED, UNREADABLE, or what a
     *     verdict says
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

    /** What is refused about one record is believed when the account as a whole has been seen to be well. */
    private ApiResponse seen(ApiCall call, ApiResponse response) {
        call.probe().filter(probe -> call.accepts(response.status())).ifPresent(this::read);
        return response;
    }

    /**
     * Asks for something to be done. A call that may have arrived is not sent again, unless it says that it may be.
     *
     * @throws TalkException when certainly nothing was done, and the system as a whole is the reason
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
            return "cancelled while waiting for the answer";
        }
        return EchoRedaction.reason(verdict);
    }

    /** A call for a token: without showing one, and not repeated, because a refresh token may be good for one use. */
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
                name + ": asking for a token: " + reason);
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
     * Tells that a run begins, which may repeat as many calls as any other: some to begin with, and one for every five that
     * it makes. {@link WebConnector} does it.
     */
    public void beginRun() {
        budget.renew();
    }

    /** Lets go of connections and threads; calls under way end as if there had been no answer. */
    @Override
    public void close() {
        transport.close();
    }

    /** The name; neither address nor token. */
    @Override
    public String toString() {
        return name;
    }

    /** An API in the making. */
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

        /** How calls show who asks; nothing is shown when it is not said. */
        public Builder authenticate(Authentication way) {
            authentication = way;
            return this;
        }

        /** How many calls the account may make; unlimited when it is not said. */
        public Builder quotas(Quotas allowed) {
            quotas = allowed;
            return this;
        }

        /** How answers are judged; as HTTP says when it is not said. */
        public Builder verdicts(Function<Verdicts, Verdicts> change) {
            verdicts = change.apply(verdicts);
            return this;
        }

        /** How long things may take. */
        public Builder deadlines(Deadlines times) {
            deadlines = times;
            return this;
        }

        /** The API; nothing is sent yet. */
        public HttpApi build() {
            return new HttpApi(this);
        }
    }
}

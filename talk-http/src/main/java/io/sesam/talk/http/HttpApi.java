package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.spi.Calls;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.TimeText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A client of one web API. Applies deadlines, quotas, credentials and retries.
 *
 * <p>Safe for any thread. Calls are counted in the given {@link PluginContext}, and waits use its clock. An interrupted
 * thread returns within a moment. Bodies, headers and parameters are logged at trace level only, and without their
 * values.
 */
public final class HttpApi implements AutoCloseable {
    private static final Duration CHECK = Duration.ofSeconds(5);

    /** How long a host that could not be connected to is not tried again, unless a run begins. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final String name;
    private final PluginContext context;
    private final URI base;
    private final HttpTransport transport;
    private final Deadlines deadlines;
    private final Authentication authentication;
    private final Verdicts verdicts;
    private final Limiter limiter;
    private final RetryBudget budget = new RetryBudget();
    private final Map<String, Unconnected> down = new ConcurrentHashMap<>();
    private volatile Optional<Instant> date = Optional.empty();
    private volatile Optional<Instant> checkEnd = Optional.empty();

    /** A host that could not be connected to. */
    private record Unconnected(String reason, Instant since) {}

    private HttpApi(Builder builder) {
        this.name = builder.name;
        this.context = builder.context;
        this.deadlines = builder.deadlines;
        this.base = builder.base;
        this.transport = new HttpTransport(base, agent(), deadlines, builder.setting, SharedClients.of(context));
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
     * Reads an address from the settings.
     *
     * @param name the system's name, for the message
     * @throws TalkException CONFIGURATION when it is no address; the message does not repeat it
     */
    public static URI address(String name, String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new TalkException(
                    ErrorCode.CONFIGURATION,
                    name + ": an address in the settings is none; it begins with https:// and has no spaces");
        }
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
     *
     * @throws TalkException UNREACHABLE when no answer comes
     */
    @Experimental
    public ApiResponse askForToken(ApiCall call) {
        Optional<String> known = unconnected(call);
        if (known.isPresent()) {
            throw new TalkException(ErrorCode.UNREACHABLE, name + ": " + known.get());
        }
        Duration time = isChecking() ? CHECK : deadlines.request();
        Calls.Trace trace = context.calls().begin(false);
        AttemptResult attemptResult = null;
        try {
            attemptResult = transport.sendToTheEnd(call, time);
        } finally {
            trace.end(CallExecution.outcome(attemptResult));
        }
        if (attemptResult instanceof AttemptResult.Answered answered) {
            return withoutSecrets(call, answered.response());
        }
        if (attemptResult instanceof AttemptResult.Unconnected failed) {
            unconnected(call, failed.reason());
            throw new TalkException(ErrorCode.UNREACHABLE, name + ": " + failed.reason());
        }
        String reason = attemptResult instanceof AttemptResult.Nothing nothing
                ? nothing.reason()
                : attemptResult instanceof AttemptResult.TooLarge large ? large.reason() : "the run was cancelled";
        throw new TalkException(
                attemptResult instanceof AttemptResult.Interrupted ? ErrorCode.CANCELLED : ErrorCode.UNREACHABLE,
                name + ": cannot get an access token: " + reason);
    }

    /** Removes the secrets that a refused token request repeats. */
    private ApiResponse withoutSecrets(ApiCall call, ApiResponse response) {
        boolean isIssued = response.status() == 200 && response.json().has("access_token");
        Set<String> secrets = new HashSet<>(call.secretFields());
        secrets.addAll(authentication.secrets());
        KnownSecrets.addHeaders(
                call.headers().containsKey("Authorization")
                        ? Map.of("Authorization", String.valueOf(call.headers().get("Authorization")))
                        : Map.of(),
                secrets);
        return isIssued ? response : KnownSecrets.of(secrets).removeFrom(response);
    }

    /** Remembers that no connection was made: the rest of the run fails at once. */
    void unconnected(ApiCall call, String reason) {
        down.put(host(call), new Unconnected(reason, context.clock().instant()));
    }

    /** Returns why a call cannot be made now. Empty when no attempt failed shortly before. */
    Optional<String> unconnected(ApiCall call) {
        Instant now = context.clock().instant();
        return Optional.ofNullable(down.get(host(call)))
                .filter(failed -> now.isBefore(failed.since().plus(REMEMBERED)))
                .map(Unconnected::reason);
    }

    private String host(ApiCall call) {
        return String.valueOf(transport.address(call).getAuthority());
    }

    /**
     * Runs a check of the system. It takes five seconds at most and repeats a call once, and reports credentials that are
     * sent over plain {@code http:}. {@link WebConnector} calls this method.
     */
    public Check check(Supplier<Check> trial) {
        down.clear();
        checkEnd = Optional.of(context.clock().instant().plus(CHECK));
        try {
            return exposure().and(Check.trying(trial));
        } finally {
            checkEnd = Optional.empty();
        }
    }

    private Check exposure() {
        boolean hasCredentials = authentication != Authentication.none();
        String token = authentication.tokenAddress();
        URI tokens = token.startsWith("http") ? address(name, token) : base;
        return Stream.of(base, tokens)
                .distinct()
                .filter(address -> hasCredentials && isExposed(address))
                .map(address -> Check.warning(name + ": the credentials are sent to " + address.getHost()
                        + " over plain http:, where others can read them; use https:// in the address"))
                .reduce(Check.fine(), Check::and);
    }

    /** Reports whether others can read what is sent to an address. */
    @Experimental
    public static boolean isExposed(URI address) {
        String host = String.valueOf(address.getHost());
        boolean isLoopback = host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]");
        return "http".equalsIgnoreCase(address.getScheme()) && !isLoopback;
    }

    boolean isChecking() {
        return checkEnd.isPresent();
    }

    /** Returns the end of a call, which is not after that of a check. */
    Instant endOf(Instant otherwise) {
        return checkEnd.filter(otherwise::isAfter).orElse(otherwise);
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
        down.clear();
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
        private String setting = "baseUrl";

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

        /** Sets the name of the setting with the address, for messages. Default: {@code baseUrl}. */
        public Builder addressedBy(String key) {
            setting = key;
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

package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Lent;
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
    private final Lent lent;
    private final Wire wire;
    private final Deadlines deadlines;
    private final Authentication authentication;
    private final Verdicts verdicts;
    private final Limiter limiter;
    private final RetryBudget budget = new RetryBudget();

    private HttpApi(Builder builder) {
        this.name = builder.name;
        this.lent = builder.lent;
        this.deadlines = builder.deadlines;
        this.wire = new Wire(builder.base, agent(), deadlines);
        this.authentication = builder.authentication;
        this.verdicts = builder.verdicts;
        this.limiter = Limiter.shared(builder.quotas, lent);
        builder.quotas.tell(lent.calls());
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
    public static Builder to(String name, URI base, Lent lent) {
        return new Builder(name, base, lent);
    }

    /**
     * Asks for something, again if need be.
     *
     * @throws TalkException when no good answer comes: UNREACHABLE, ACCESS_REFUSED, QUOTA_EXHAUSTED, UNREADABLE, or what a
     *     verdict says
     */
    public Answer read(Call call) {
        Conversation conversation = new Conversation(this, lent, call);
        Conversation.Ending ending = conversation.hold();
        Answer answer = ending.answer();
        if (answer == null || !(ending.verdict() instanceof Verdict.Success)) {
            throw conversation.failure(ending);
        }
        return seen(call, answer);
    }

    /** What is refused about one record is believed when the account as a whole has been seen to be well. */
    private Answer seen(Call call, Answer answer) {
        call.probe().filter(probe -> call.accepts(answer.status())).ifPresent(this::read);
        return answer;
    }

    /**
     * Asks for something to be done. A call that may have arrived is not sent again, unless it says that it may be.
     *
     * @throws TalkException when certainly nothing was done, and the system as a whole is the reason
     */
    public Reply write(Call call) {
        Conversation conversation = new Conversation(this, lent, call);
        Conversation.Ending ending = conversation.hold();
        Answer answer = ending.answer();
        Verdict verdict = ending.verdict();
        if (verdict instanceof Verdict.Success && answer != null) {
            return new Reply.Done(seen(call, answer));
        }
        if (ending.maySent()) {
            return new Reply.Unknown(reason(verdict));
        }
        if (verdict instanceof Verdict.Refused refused && answer != null) {
            return new Reply.Refused(refused.reason(), answer);
        }
        if (verdict instanceof Verdict.Again again) {
            return new Reply.Later(again.after(), name + ": " + again.reason());
        }
        if (verdict instanceof Verdict.Limited limited) {
            Duration wait = answer == null
                    ? limited.after()
                    : Verdicts.retryAfter(answer, lent.clock()).orElse(limited.after());
            return new Reply.Later(wait, name + ": " + limited.reason());
        }
        throw conversation.failure(ending);
    }

    private static String reason(Verdict verdict) {
        if (verdict instanceof Verdict.Stop stop && stop.code() == ErrorCode.CANCELLED) {
            return "cancelled while waiting for the answer";
        }
        return Discretion.reason(verdict);
    }

    /** A call for a token: without showing one, and not repeated, because a refresh token may be good for one use. */
    Answer askForToken(Call call) {
        lent.calls().read();
        Heard heard = wire.sendToTheEnd(call);
        if (heard instanceof Heard.Answered answered) {
            return answered.answer();
        }
        String reason = heard instanceof Heard.Nothing nothing
                ? nothing.reason()
                : heard instanceof Heard.TooLarge large ? large.reason() : "the run was cancelled";
        throw new TalkException(
                heard instanceof Heard.Interrupted ? ErrorCode.CANCELLED : ErrorCode.UNREACHABLE,
                name + ": asking for a token: " + reason);
    }

    String name() {
        return name;
    }

    Wire wire() {
        return wire;
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
        wire.close();
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
        private final Lent lent;
        private Authentication authentication = Authentication.none();
        private Verdicts verdicts = Verdicts.standard();
        private Deadlines deadlines = Deadlines.defaults();
        private Quotas quotas;

        private Builder(String name, URI base, Lent lent) {
            this.name = name;
            this.base = base;
            this.lent = lent;
            this.quotas = Quotas.of(name + " " + base + " " + lent.name());
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

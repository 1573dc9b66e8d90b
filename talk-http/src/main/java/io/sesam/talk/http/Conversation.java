package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Lent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call, with all the asking again that it takes. For one thread. */
final class Conversation {
    private static final int TRIES = 5;
    private static final String CANCELLED = "the run was cancelled";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final HttpApi api;
    private final Lent lent;
    private final Call call;
    private final Instant end;
    private int tries;
    private boolean renewed;
    private Map<String, String> shown = Map.of();

    /**
     * How it ended.
     *
     * @param answer the last answer; {@code null} when none came
     * @param verdict what it means
     * @param maySent whether the call may have been carried out, where the verdict is not success
     * @param tries how often it was asked
     */
    record Ending(@Nullable Answer answer, Verdict verdict, boolean maySent, int tries) {}

    Conversation(HttpApi api, Lent lent, Call call) {
        this.api = api;
        this.lent = lent;
        this.call = call;
        this.end = lent.clock().instant().plus(api.deadlines().total());
    }

    Ending hold() {
        while (true) {
            Verdict.Stop blocked = pace();
            if (blocked != null) {
                return new Ending(null, blocked, false, tries);
            }
            Ending ending = attempt();
            if (!goesOn(ending)) {
                return ending;
            }
        }
    }

    private Ending attempt() {
        if (Thread.currentThread().isInterrupted()) {
            return new Ending(null, new Verdict.Stop(ErrorCode.CANCELLED, CANCELLED), false, tries);
        }
        tries++;
        count();
        shown = api.wire().isOfBase(call) ? api.authentication().headers(api::askForToken) : Map.of();
        Heard heard = api.wire().send(call, shown);
        if (heard instanceof Heard.Answered answered) {
            return judged(answered.answer());
        }
        if (heard instanceof Heard.Nothing nothing) {
            return new Ending(
                    null,
                    new Verdict.Again(Duration.ZERO, !nothing.maySent(), nothing.reason()),
                    nothing.maySent(),
                    tries);
        }
        if (heard instanceof Heard.TooLarge large) {
            return new Ending(null, new Verdict.Stop(ErrorCode.UNREADABLE, large.reason()), true, tries);
        }
        return new Ending(null, new Verdict.Stop(ErrorCode.CANCELLED, CANCELLED), true, tries);
    }

    private Ending judged(Answer answer) {
        Verdict verdict = Discretion.of(verdict(answer), call, shown);
        api.limiter().observe(call.quota(), answer);
        boolean maySent =
                verdict instanceof Verdict.Unreadable || verdict instanceof Verdict.Again again && !again.nothingDone();
        return new Ending(answer, verdict, maySent, tries);
    }

    private Verdict verdict(Answer answer) {
        boolean isGone = answer.status() == 404 || answer.status() == 410;
        if (call.accepts(answer.status())
                || isGone && tries > 1 && call.method().equals("DELETE")) {
            // a delete that is asked for again because its answer was lost finds nothing any more
            return new Verdict.Success();
        }
        Verdict verdict = api.verdicts().of(answer);
        if (verdict instanceof Verdict.Success && isNothing(answer)) {
            // an empty listing is "[]"; nothing at all would look as if every record were gone
            return new Verdict.Unreadable("status 200 with nothing in it");
        }
        Optional<Duration> asked = Verdicts.retryAfter(answer, lent.clock());
        if (verdict instanceof Verdict.Limited limited) {
            return new Verdict.Limited(asked.orElse(limited.after()), limited.reason());
        }
        return verdict instanceof Verdict.Again again
                ? new Verdict.Again(asked.orElse(again.after()), again.nothingDone(), again.reason())
                : verdict;
    }

    private boolean isNothing(Answer answer) {
        return call.nature() == Call.Nature.READING
                && call.download().isEmpty()
                && answer.status() == 200
                && answer.text().isBlank();
    }

    /** Whether it is asked again; then the wait is over when this returns. */
    private boolean goesOn(Ending ending) {
        Verdict verdict = ending.verdict();
        boolean allowed = !ending.maySent() || call.nature() != Call.Nature.WRITING;
        if (verdict instanceof Verdict.TokenRefused && !renewed) {
            renewed = true;
            return api.authentication().renew(shown, api::askForToken);
        }
        if (verdict instanceof Verdict.Limited limited) {
            Duration wait = limited.after().isZero() ? pause().plusSeconds(1) : limited.after();
            lent.calls().limited();
            api.limiter().limited(call.quota(), wait);
            return again(wait);
        }
        if (verdict instanceof Verdict.Again again) {
            return allowed && again(again.after().isZero() ? pause() : again.after());
        }
        return verdict instanceof Verdict.Unreadable && allowed && again(pause());
    }

    private boolean again(Duration wait) {
        boolean inTime = !lent.clock().instant().plus(wait).isAfter(end);
        return inTime && tries < TRIES && api.budget().spend() && sleep(wait);
    }

    /** Full jitter: anything up to a limit that doubles. */
    private Duration pause() {
        long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(10, tries));
        synchronized (lent.random()) {
            return Duration.ofMillis(1 + lent.random().nextLong(most));
        }
    }

    /** Waits until the quota allows the call; says why not, when it never will in time. */
    private Verdict.@Nullable Stop pace() {
        Duration wait = api.limiter().acquire(call.quota());
        while (!wait.isZero()) {
            if (lent.clock().instant().plus(wait).isAfter(end)) {
                return new Verdict.Stop(
                        ErrorCode.QUOTA_EXHAUSTED, "its quota leaves room again in " + wait.toSeconds() + " s");
            }
            lent.calls().waited(wait);
            if (!sleep(wait)) {
                return new Verdict.Stop(ErrorCode.CANCELLED, CANCELLED);
            }
            wait = api.limiter().acquire(call.quota());
        }
        return null;
    }

    private boolean sleep(Duration time) {
        try {
            lent.sleeper().sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void count() {
        api.budget().called();
        if (call.nature() == Call.Nature.READING) {
            lent.calls().read();
        } else {
            lent.calls().write();
        }
        if (tries > 1) {
            lent.calls().repeated();
        }
    }

    /** What is wrong, as an exception for what concerns the whole system. */
    TalkException failure(Ending ending) {
        String times = ending.tries() > 1 ? "; asked " + ending.tries() + " times" : "";
        String what = api.name() + ": " + call + ": ";
        Verdict verdict = ending.verdict();
        if (verdict instanceof Verdict.Stop stop) {
            return new TalkException(
                    stop.code(), stop.code() == ErrorCode.CANCELLED ? stop.reason() : what + stop.reason());
        }
        if (verdict instanceof Verdict.TokenRefused refused) {
            return new TalkException(
                    ErrorCode.ACCESS_REFUSED,
                    what + refused.reason()
                            + "; the token is not valid, or not any more: make a new one there, and set it");
        }
        if (verdict instanceof Verdict.Limited limited) {
            return new TalkException(
                    ErrorCode.QUOTA_EXHAUSTED, what + limited.reason() + times + "; the next run goes on");
        }
        if (verdict instanceof Verdict.Again again) {
            return new TalkException(
                    ErrorCode.UNREACHABLE, what + again.reason() + times + "; the next run tries again");
        }
        return new TalkException(ErrorCode.UNREADABLE, what + Discretion.reason(verdict) + times);
    }
}

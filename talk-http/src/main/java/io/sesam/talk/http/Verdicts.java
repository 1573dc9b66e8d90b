package io.sesam.talk.http;

import io.sesam.talk.error.ErrorCode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How answers are judged: a list of rules, of which the first that has something to say decides.
 *
 * <p>{@link #standard()} knows what HTTP says. A connector puts its system's own rules before: {@link #first}.
 */
public final class Verdicts {
    private static final int LONGEST_SAYING = 300;

    private final List<Function<ApiResponse, Optional<Verdict>>> rules;

    private Verdicts(List<Function<ApiResponse, Optional<Verdict>>> rules) {
        this.rules = List.copyOf(rules);
    }

    /** What HTTP says: 2xx with JSON or nothing is well, 401 is the token, 429 a limit, 5xx a moment of weakness. */
    public static Verdicts standard() {
        return new Verdicts(List.of(Verdicts::byStatus));
    }

    /** The same, with a rule that is asked before all others. */
    public Verdicts first(Function<ApiResponse, Optional<Verdict>> rule) {
        List<Function<ApiResponse, Optional<Verdict>>> more = new ArrayList<>();
        more.add(rule);
        more.addAll(rules);
        return new Verdicts(more);
    }

    /** The same, with a verdict for some answers that goes before all others. */
    public Verdicts when(Predicate<ApiResponse> which, Function<ApiResponse, Verdict> verdict) {
        return first(response -> which.test(response) ? Optional.of(verdict.apply(response)) : Optional.empty());
    }

    /** The same, with a verdict for a status that goes before all others. */
    public Verdicts status(int status, Function<ApiResponse, Verdict> verdict) {
        return when(response -> response.status() == status, verdict);
    }

    Verdict of(ApiResponse response) {
        return rules.stream()
                .flatMap(rule -> rule.apply(response).stream())
                .findFirst()
                .orElseGet(() -> new Verdict.Refused(saying(response)));
    }

    private static Optional<Verdict> byStatus(ApiResponse response) {
        int status = response.status();
        if (status >= 200 && status < 300) {
            boolean understood = response.text().isBlank() || response.isJson();
            return Optional.of(understood ? new Verdict.Success() : unreadable(response));
        }
        return Optional.of(
                switch (status) {
                    case 401 -> new Verdict.TokenRefused(saying(response));
                    case 403 -> new Verdict.Stop(ErrorCode.ACCESS_REFUSED, saying(response));
                    case 425 -> new Verdict.Again(Duration.ZERO, true, saying(response));
                    case 429 -> new Verdict.Limited(Duration.ZERO, saying(response));
                    default ->
                        status >= 500
                                ? new Verdict.Again(Duration.ZERO, false, saying(response))
                                : new Verdict.Refused(saying(response));
                });
    }

    private static Verdict unreadable(ApiResponse response) {
        String start = response.text().stripLeading();
        String what =
                start.startsWith("<") ? "a page of HTML instead of JSON" : "JSON that is broken or ends too early";
        return new Verdict.Unreadable("status " + response.status() + " with " + what);
    }

    /** The status, and what the system says in {@code message} or the like, without values of people. */
    public static String saying(ApiResponse response) {
        String said = List.of("message", "error_description", "error", "detail", "title", "description").stream()
                .flatMap(key -> JsonValues.text(response.json(), key).stream())
                .findFirst()
                .or(() -> errors(response))
                .map(Redaction::clean)
                .orElse("");
        String text = said.length() > LONGEST_SAYING ? said.substring(0, LONGEST_SAYING) + "…" : said;
        return "status " + response.status() + (text.isEmpty() ? "" : " (" + text + ")");
    }

    /** What a list of {@code errors} says, each of a field or of the record. */
    private static Optional<String> errors(ApiResponse response) {
        return JsonValues.items(response.json().path("errors"))
                .map(error -> error.path("field").asText("record") + ": "
                        + error.path("message").asText(error.path("code").asText()))
                .reduce((one, other) -> one + "; " + other);
    }

    /** How long {@code Retry-After} asks to wait, in seconds or until a date; empty when it is not there, or nonsense. */
    public static Optional<Duration> retryAfter(ApiResponse response, Clock clock) {
        return response.header("Retry-After").flatMap(text -> wait(text.strip(), clock));
    }

    private static Optional<Duration> wait(String text, Clock clock) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}

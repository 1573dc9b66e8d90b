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
 * An ordered list of rules that classify responses. The first rule with a result decides.
 *
 * <p>{@link #standard()} contains the rules of HTTP. A connector puts its system's own rules first with {@link #first}.
 */
public final class Verdicts {
    private static final int LONGEST_SAYING = 300;
    /** No system means to be left alone for longer. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final List<Function<ApiResponse, Optional<Verdict>>> rules;

    private Verdicts(List<Function<ApiResponse, Optional<Verdict>>> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Returns the rules of HTTP. 2xx with JSON or an empty body is success, 401 a refused token, 429 a limit, 5xx a
     * temporary failure.
     */
    public static Verdicts standard() {
        return new Verdicts(List.of(Verdicts::byStatus));
    }

    /** Returns a copy with a new first rule. */
    public Verdicts first(Function<ApiResponse, Optional<Verdict>> rule) {
        List<Function<ApiResponse, Optional<Verdict>>> more = new ArrayList<>();
        more.add(rule);
        more.addAll(rules);
        return new Verdicts(more);
    }

    /** Returns a copy with a new first rule for some responses. */
    public Verdicts when(Predicate<ApiResponse> which, Function<ApiResponse, Verdict> verdict) {
        return first(response -> which.test(response) ? Optional.of(verdict.apply(response)) : Optional.empty());
    }

    /** Returns a copy with a new first rule for a status. */
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
        String what = start.startsWith("<") ? "an HTML page instead of JSON" : "invalid or truncated JSON";
        return new Verdict.Unreadable("status " + response.status() + " with " + what);
    }

    /**
     * Describes a response without personal values. Contains the status and the system's message, from {@code message}
     * or a similar field.
     */
    public static String saying(ApiResponse response) {
        String explanation = List.of("message", "error_description", "error", "detail", "title", "description").stream()
                .flatMap(key -> JsonValues.text(response.json(), key).stream())
                .findFirst()
                .or(() -> errors(response))
                .map(Redaction::clean)
                .orElse("");
        String text =
                explanation.length() > LONGEST_SAYING ? explanation.substring(0, LONGEST_SAYING) + "…" : explanation;
        return "status " + response.status() + (text.isEmpty() ? "" : " (" + text + ")");
    }

    /** Joins the messages of a list of {@code errors}. Each concerns a field or the record. */
    private static Optional<String> errors(ApiResponse response) {
        return JsonValues.items(response.json().path("errors"))
                .map(error -> error.path("field").asText("record") + ": "
                        + error.path("message").asText(error.path("code").asText()))
                .reduce((one, other) -> one + "; " + other);
    }

    /** Returns the wait that {@code Retry-After} requests. In seconds or as a date; empty when absent or invalid. */
    public static Optional<Duration> retryAfter(ApiResponse response, Clock clock) {
        return response.header("Retry-After").flatMap(text -> wait(text.strip(), clock));
    }

    private static Optional<Duration> wait(String text, Clock clock) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
                return Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST_WAIT.toSeconds())));
            }
            ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), until.toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}

package io.sesam.talk.console;

import io.sesam.talk.console.request.ConsoleRequest;
import io.sesam.talk.console.request.ConsoleResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests to a handler as a browser would. */
final class Visitor {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]*)\"");

    final Map<String, String> headers = new HashMap<>(Map.of("Host", "host.example"));
    private final ConsoleHandler handler;
    private final Optional<String> principal;

    /** An answer as text. */
    record Answer(int status, String text, Map<String, String> headers) {
        String location() {
            return headers.getOrDefault("Location", "");
        }
    }

    Visitor(ConsoleHandler handler, Optional<String> principal) {
        this.handler = handler;
        this.principal = principal;
    }

    /** Gets a page; the path may have parameters. */
    Answer get(String path) {
        int mark = path.indexOf('?');
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String part : path.substring(mark + 1).split("&", -1)) {
                String[] sides = part.split("=", 2);
                query.put(sides[0], List.of(sides.length > 1 ? sides[1] : ""));
            }
        }
        return answer(ConsoleRequest.builder("GET", mark < 0 ? path : path.substring(0, mark))
                .headers(headers)
                .query(query)
                .principal(principal.orElse(null))
                .build());
    }

    /** Sends a form with the token of the records page, which every user may see. */
    Answer post(String path, String... fields) {
        Matcher token = CSRF.matcher(get("/records").text());
        return postWith(token.find() ? token.group(1) : "", path, fields);
    }

    /** Sends a form with a token of one's own. */
    Answer postWith(String token, String path, String... fields) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        form.put("csrf", List.of(token));
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], List.of(fields[i + 1]));
        }
        return answer(ConsoleRequest.builder("POST", path)
                .headers(headers)
                .form(form)
                .principal(principal.orElse(null))
                .build());
    }

    private Answer answer(ConsoleRequest request) {
        ConsoleResponse response = handler.handle(request);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            response.body().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Answer(response.status(), bytes.toString(StandardCharsets.UTF_8), response.headers());
    }
}

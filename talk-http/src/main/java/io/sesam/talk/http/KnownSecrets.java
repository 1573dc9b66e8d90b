package io.sesam.talk.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The secrets of a call, as a system may repeat them (R37). Raw, URL-encoded and in base64, whatever stands around them.
 */
final class KnownSecrets {
    private static final int SHORTEST = 3;

    private final Optional<Pattern> forms;

    private KnownSecrets(Optional<Pattern> forms) {
        this.forms = forms;
    }

    static KnownSecrets of(Collection<String> secrets) {
        Set<String> forms =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(text -> text));
        secrets.forEach(secret -> addForms(secret, forms));
        forms.removeIf(form -> form.length() < SHORTEST);
        return new KnownSecrets(
                forms.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Pattern.compile(
                                forms.stream().map(Pattern::quote).collect(Collectors.joining("|")),
                                Pattern.CASE_INSENSITIVE)));
    }

    private static void addForms(String secret, Set<String> forms) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        forms.add(secret);
        forms.add(secret.strip());
        forms.add(encoded);
        forms.add(encoded.replace("+", "%20"));
        forms.add(Base64.getEncoder().encodeToString(bytes));
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Adds the secrets of credentials headers. Of {@code Basic}, also what it encodes. */
    static void addHeaders(Map<String, String> shown, Collection<String> secrets) {
        for (String header : shown.values()) {
            String credentials = header.substring(header.indexOf(' ') + 1);
            secrets.add(header);
            secrets.add(credentials);
            if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
                addPassword(credentials, secrets);
            }
        }
    }

    private static void addPassword(String credentials, Collection<String> secrets) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            secrets.add(decoded);
            secrets.add(decoded.substring(decoded.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            secrets.add(credentials);
        }
    }

    String removeFrom(String text) {
        return forms.map(known -> known.matcher(text).replaceAll("***")).orElse(text);
    }

    /** Returns a response whose body repeats no secret. For responses that report an error. */
    ApiResponse removeFrom(ApiResponse response) {
        return forms.isEmpty()
                ? response
                : response.withText(
                        response.isJson() ? removeFrom(response.json()).toString() : removeFrom(response.text()));
    }

    private JsonNode removeFrom(JsonNode node) {
        if (node.isObject()) {
            ObjectNode cleaned = JsonValues.object();
            node.properties().forEach(field -> cleaned.set(removeFrom(field.getKey()), removeFrom(field.getValue())));
            return cleaned;
        }
        if (node.isArray()) {
            ArrayNode cleaned = JsonValues.array();
            node.forEach(item -> cleaned.add(removeFrom(item)));
            return cleaned;
        }
        return node.isTextual() ? TextNode.valueOf(removeFrom(node.asText())) : node;
    }
}

package io.sesam.talk.console.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes the parameters of an address or a form. */
public final class FormText {
    /** The largest form that is read, in bytes. */
    public static final int MOST_BYTES = 64 * 1024;

    private FormText() {}

    /** Decodes the body of a form. */
    public static Map<String, List<String>> parse(byte[] body) {
        return parse(new String(body, StandardCharsets.UTF_8));
    }

    /** Decodes {@code a=b&c=d}; parts that cannot be decoded are left out. */
    public static Map<String, List<String>> parse(@Nullable String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (text == null) {
            return values;
        }
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            Optional<String> name = decoded(equals < 0 ? part : part.substring(0, equals));
            Optional<String> value = decoded(equals < 0 ? "" : part.substring(equals + 1));
            if (name.isPresent() && value.isPresent()) {
                values.computeIfAbsent(name.get(), unused -> new ArrayList<>()).add(value.get());
            }
        }
        return values;
    }

    /** Empty for a broken escape: no page of the console sends one. */
    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

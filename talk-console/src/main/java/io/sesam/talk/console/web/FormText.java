package io.sesam.talk.console.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            try {
                String name = decoded(equals < 0 ? part : part.substring(0, equals));
                String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
                values.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
            } catch (IllegalArgumentException e) {
                continue; // a broken escape names nothing that a page of the console sends
            }
        }
        return values;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

package io.sesam.talk.store.jdbc;

/** A writer of one flat JSON object or list. Escapes what JSON requires, and unpaired surrogates. */
final class FlatJsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder json = new StringBuilder(160).append(' ');

    void member(String name, String text) {
        separate();
        quote(name);
        json.append(':');
        quote(text);
    }

    void element(String text) {
        separate();
        quote(text);
    }

    boolean isEmpty() {
        return json.length() == 1;
    }

    String object() {
        return enclosed('{', '}');
    }

    String list() {
        return enclosed('[', ']');
    }

    private String enclosed(char begin, char end) {
        json.setCharAt(0, begin);
        return json.append(end).toString();
    }

    private void separate() {
        if (!isEmpty()) {
            json.append(',');
        }
    }

    private void quote(String text) {
        json.append('"');
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (unit < ' ' || unit == '"' || unit == '\\' || Character.isSurrogate(unit)) {
                json.append(text, done, i);
                escape(unit);
                done = i + 1;
            }
        }
        json.append(text, done, text.length()).append('"');
    }

    private void escape(char unit) {
        switch (unit) {
            case '"', '\\' -> json.append('\\').append(unit);
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default ->
                json.append("\\u")
                        .append(HEX[unit >> 12])
                        .append(HEX[unit >> 8 & 15])
                        .append(HEX[unit >> 4 & 15])
                        .append(HEX[unit & 15]);
        }
    }
}

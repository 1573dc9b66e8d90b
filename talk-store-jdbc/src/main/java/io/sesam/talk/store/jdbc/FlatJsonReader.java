package io.sesam.talk.store.jdbc;

/** A cursor over one flat JSON text. */
final class FlatJsonReader {
    private final String json;
    private int position;

    FlatJsonReader(String json) {
        this.json = json;
    }

    /** Consumes the opening bracket; reports whether elements follow. */
    boolean enter(char open, char close) {
        expect(open);
        return !passes(close);
    }

    /** Consumes a comma or the closing bracket. Reports whether it was a comma. */
    boolean hasMore(char close) {
        if (passes(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    void expect(char wanted) {
        if (!passes(wanted)) {
            throw refuse("'" + wanted + "' is missing");
        }
    }

    void expectEnd() {
        skipSpace();
        if (position < json.length()) {
            throw refuse("text after the end");
        }
    }

    /** Reads a quoted text. */
    String text() {
        expect('"');
        int start = position;
        while (position < json.length()) {
            char unit = json.charAt(position);
            if (unit == '"') {
                return json.substring(start, position++);
            }
            if (unit == '\\' || unit < ' ') {
                return textWithEscapes(new StringBuilder().append(json, start, position));
            }
            position++;
        }
        throw refuse("unterminated text");
    }

    private String textWithEscapes(StringBuilder text) {
        while (position < json.length()) {
            char unit = json.charAt(position++);
            if (unit == '"') {
                return text.toString();
            }
            if (unit < ' ') {
                throw refuse("unescaped control character");
            }
            text.append(unit == '\\' ? escaped() : unit);
        }
        throw refuse("unterminated text");
    }

    private char escaped() {
        char letter = position < json.length() ? json.charAt(position++) : ' ';
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw refuse("unknown escape");
        };
    }

    private char hexadecimal() {
        int unit = 0;
        for (int end = position + 4; position < end; position++) {
            int digit = position < json.length() ? hexadecimalDigit(json.charAt(position)) : -1;
            if (digit < 0) {
                throw refuse("four hexadecimal digits expected");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    /** {@link Character#digit} would also accept digits of other scripts. */
    private static int hexadecimalDigit(char letter) {
        return letter < 128 ? Character.digit(letter, 16) : -1;
    }

    private boolean passes(char wanted) {
        skipSpace();
        if (position < json.length() && json.charAt(position) == wanted) {
            position++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (position < json.length() && " \t\r\n".indexOf(json.charAt(position)) >= 0) {
            position++;
        }
    }

    /** Returns the exception with position and cause. Without the text itself, which may be personal data. */
    IllegalArgumentException refuse(String why) {
        return new IllegalArgumentException("not flat JSON, at character " + position + ": " + why);
    }
}

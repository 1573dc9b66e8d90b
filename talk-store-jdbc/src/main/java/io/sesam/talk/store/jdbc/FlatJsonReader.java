package io.sesam.talk.store.jdbc;

/** Walks through one flat JSON text; knows where it stands and what it may not meet there. */
final class FlatJsonReader {
    private final String json;
    private int position;

    FlatJsonReader(String json) {
        this.json = json;
    }

    /** Passes the opening bracket; tells whether anything is inside. */
    boolean begins(char open, char close) {
        expect(open);
        return !passes(close);
    }

    /** Passes a comma, or the closing bracket; tells whether it was a comma. */
    boolean goesOn(char close) {
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
            throw refuse("something follows the end");
        }
    }

    /** Reads a text in quotes. */
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
        throw refuse("a text does not end");
    }

    private String textWithEscapes(StringBuilder text) {
        while (position < json.length()) {
            char unit = json.charAt(position++);
            if (unit == '"') {
                return text.toString();
            }
            if (unit < ' ') {
                throw refuse("a control character is not escaped");
            }
            text.append(unit == '\\' ? escaped() : unit);
        }
        throw refuse("a text does not end");
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
            default -> throw refuse("an escape is not known");
        };
    }

    private char hexadecimal() {
        int unit = 0;
        for (int end = position + 4; position < end; position++) {
            int digit = position < json.length() ? hexadecimalDigit(json.charAt(position)) : -1;
            if (digit < 0) {
                throw refuse("four hexadecimal digits are missing");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    /** {@link Character#digit} would also take digits of other scripts. */
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

    /** Where and why, without the text: it is a person's. */
    IllegalArgumentException refuse(String why) {
        return new IllegalArgumentException("no flat JSON, at character " + position + ": " + why);
    }
}

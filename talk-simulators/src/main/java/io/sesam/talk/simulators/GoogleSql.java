package io.sesam.talk.simulators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A translation of GoogleSQL to DuckDB. As far as sinks need it: quotes, types, parameters and arrays.
 *
 * <p>Text in quotes and in backticks is never changed.
 */
final class GoogleSql {
    private static final Pattern PIECE = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|`[^`]*`|[^'`]+", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("@([a-z_]+)");
    private static final Pattern UNNEST = Pattern.compile("UNNEST\\(([^)]*)\\) AS (\\w+)");

    private GoogleSql() {}

    /** Splits a script into statements. */
    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String piece : pieces(script)) {
            if (piece.startsWith("'") || piece.startsWith("`")) {
                statement.append(piece);
                continue;
            }
            int begin = 0;
            for (int end = piece.indexOf(';'); end >= 0; end = piece.indexOf(';', begin)) {
                statements.add(statement.append(piece, begin, end).toString().strip());
                statement.setLength(0);
                begin = end + 1;
            }
            statement.append(piece, begin, piece.length());
        }
        statements.add(statement.toString().strip());
        statements.removeIf(String::isEmpty);
        return statements;
    }

    /** Translates a statement; parameters become literals. */
    static String translate(String statement, Map<String, String> parameters) {
        StringBuilder translated = new StringBuilder();
        for (String piece : pieces(statement)) {
            if (piece.startsWith("'")) {
                translated.append(quoted(unquoted(piece)));
            } else if (piece.startsWith("`")) {
                translated.append('"').append(piece, 1, piece.length() - 1).append('"');
            } else {
                translated.append(plain(piece, parameters));
            }
        }
        return translated.toString();
    }

    /** Returns a text as DuckDB literal. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns the text of a GoogleSQL literal. */
    static String unquoted(String literal) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < literal.length() - 1; i++) {
            char next = literal.charAt(i);
            if (next == '\\') {
                i++;
                char escaped = literal.charAt(i);
                next = escaped == 'n' ? '\n' : escaped;
            }
            text.append(next);
        }
        return text.toString();
    }

    /** Returns DuckDB's type for a GoogleSQL type. */
    static String type(String type) {
        return switch (type) {
            case "STRING" -> "VARCHAR";
            case "INT64", "INTEGER" -> "BIGINT";
            case "BOOL", "BOOLEAN" -> "BOOLEAN";
            case "TIMESTAMP" -> "TIMESTAMPTZ";
            default -> throw new IllegalArgumentException("no type that the simulated BigQuery knows: " + type);
        };
    }

    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            pieces.add(matcher.group());
        }
        return pieces;
    }

    private static String plain(String piece, Map<String, String> parameters) {
        String types = replace(
                Pattern.compile("AS (STRING|INT64|BOOL|TIMESTAMP)\\b"),
                piece,
                found -> "AS " + type(found.substring(3)));
        String arrays = UNNEST.matcher(types).replaceAll("UNNEST($1) AS $2_items($2)");
        return replace(PARAMETER, arrays, found -> {
            String value = parameters.get(found.substring(1));
            if (value == null) {
                throw new IllegalArgumentException("no value for the parameter " + found);
            }
            return value;
        });
    }

    private static String replace(Pattern pattern, String text, UnaryOperator<String> with) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(with.apply(found.group())));
    }
}

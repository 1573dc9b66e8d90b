package io.sesam.talk.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A table with names at the left and numbers at the right; columns of zeros but the first are left out. */
final class TextTable {
    private static final String GAP = "  ";

    private final String title;
    private final List<String> columns;
    private final List<List<String>> names = new ArrayList<>();
    private final List<long[]> numbers = new ArrayList<>();

    TextTable(String title, String... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    void row(List<String> rowNames, long... rowNumbers) {
        names.add(rowNames);
        numbers.add(rowNumbers);
    }

    /** Appends the table after an empty line; nothing when it has no row. */
    void append(StringBuilder out) {
        if (names.isEmpty()) {
            return;
        }
        int[] shown = IntStream.range(0, columns.size()).filter(this::isShown).toArray();
        int label = Math.max(title.length(), labelWidth());
        out.append('\n');
        out.append(line(label, title, shown, columns::get)).append('\n');
        for (int row = 0; row < names.size(); row++) {
            long[] values = numbers.get(row);
            out.append(line(label, label(row), shown, column -> number(values[column])))
                    .append('\n');
        }
    }

    private String line(int label, String first, int[] shown, IntFunction<String> cell) {
        StringBuilder line = new StringBuilder(pad(first, label));
        for (int column : shown) {
            String text = cell.apply(column);
            line.append(GAP).append(" ".repeat(width(column) - text.length())).append(text);
        }
        return line.toString();
    }

    private boolean isShown(int column) {
        return column == 0 || numbers.stream().anyMatch(values -> values[column] != 0);
    }

    private int width(int column) {
        return numbers.stream()
                .mapToInt(values -> number(values[column]).length())
                .reduce(columns.get(column).length(), Math::max);
    }

    private int labelWidth() {
        return IntStream.range(0, names.size())
                .map(row -> label(row).length())
                .max()
                .orElse(0);
    }

    private String label(int row) {
        StringBuilder label = new StringBuilder();
        List<String> parts = names.get(row);
        for (int i = 0; i < parts.size(); i++) {
            int column = i;
            int width = names.stream()
                    .mapToInt(other -> other.get(column).length())
                    .max()
                    .orElse(0);
            label.append(GAP).append(pad(parts.get(i), width));
        }
        return label.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

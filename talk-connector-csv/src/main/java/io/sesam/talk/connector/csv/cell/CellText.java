package io.sesam.talk.connector.csv.cell;

import java.util.Locale;
import java.util.regex.Pattern;

/** The values behind the texts of cells and headers. */
public final class CellText {
    /** The handling of values that a spreadsheet takes for formulas. */
    public enum Formulas {
        /** They are written as they are. */
        KEEP,
        /** They are written after an apostrophe, which spreadsheets and Talk take off again. */
        QUOTE
    }

    private static final Pattern TEXT_FORMULA = Pattern.compile("\\s*=\"((?:[^\"]|\"\")*)\"\\s*", Pattern.DOTALL);
    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r].*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d\\s.,()/-]+%?");

    private CellText() {}

    /** Returns the value of a cell. {@code ="0150"} is the text in it. */
    public static String value(String cell, Formulas formulas) {
        String value = isTextFormula(cell) ? inTextFormula(cell) : cell;
        return formulas == Formulas.QUOTE && value.startsWith("'") && isFormula(value.substring(1))
                ? value.substring(1)
                : value;
    }

    /** Reports whether the value of a cell may be another text than the letters of the cell. */
    public static boolean isDressed(char[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] == '=' && i + 1 < to && text[i + 1] == '"') {
                return true;
            }
        }
        return from < to && text[from] == '\'';
    }

    /** Returns a text with one kind of line ends. Programs change them in all cells of a file at once. */
    public static String withPlainLines(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Returns the cell text of a value, in the spelling of the cell that it replaces. */
    public static String cell(String value, String before, Formulas formulas) {
        if (isTextFormula(before) && !value.isEmpty()) {
            return "=\"" + value.replace("\"", "\"\"") + '"';
        }
        return formulas == Formulas.QUOTE && isFormula(value) ? "'" + value : value;
    }

    private static boolean isTextFormula(String cell) {
        return cell.indexOf("=\"") >= 0 && TEXT_FORMULA.matcher(cell).matches();
    }

    private static String inTextFormula(String cell) {
        return TEXT_FORMULA.matcher(cell).replaceFirst("$1").replace("\"\"", "\"");
    }

    private static boolean isFormula(String value) {
        return !value.isEmpty()
                && "=+-@\t\r'".indexOf(value.charAt(0)) >= 0
                && FORMULA.matcher(value).matches();
    }

    /** Reports whether a cell begins as formulas do. */
    public static boolean mayBeFormula(char[] text, int from, int to) {
        return from < to && "=+-@\t\r'".indexOf(text[from]) >= 0;
    }

    /** Reports whether a spreadsheet computes a cell instead of showing it. Signed numbers show as they are. */
    public static boolean isComputed(String cell) {
        return !cell.startsWith("'")
                && isFormula(cell)
                && !isTextFormula(cell)
                && cell.length() > 1
                && !NUMBER.matcher(cell).matches();
    }

    /** Returns what a person sees of a header, without case. White space of any kind and length is one space. */
    public static String header(String header) {
        StringBuilder seen = new StringBuilder(header.length());
        value(header, Formulas.KEEP)
                .codePoints()
                .filter(point -> Character.getType(point) != Character.FORMAT)
                .map(point -> point <= ' ' || Character.isSpaceChar(point) ? ' ' : point)
                .filter(point -> point != ' ' || seen.length() > 0 && seen.charAt(seen.length() - 1) != ' ')
                .forEach(seen::appendCodePoint);
        return seen.toString().strip().toLowerCase(Locale.ROOT);
    }
}

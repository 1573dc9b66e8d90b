package io.sesam.talk.connector.csv.settings;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.model.Schema;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The expected layout of one file. From settings and host type.
 *
 * @param file its name, for messages
 * @param schema the type of its records
 * @param headers the headers that differ from the names of the properties
 * @param encoding its encoding; empty to detect it
 * @param delimiter the character between cells; empty to detect it
 * @param formulas the handling of values that a spreadsheet takes for formulas
 */
public record FileLayout(
        String file,
        Schema schema,
        Map<String, String> headers,
        Optional<Charset> encoding,
        Optional<Character> delimiter,
        CellText.Formulas formulas) {
    public static FileLayout of(CsvSettings settings, Schema schema) {
        return new FileLayout(
                schema.type() + ".csv",
                schema,
                settings.columns(schema.type()),
                settings.encoding(),
                settings.delimiter(),
                settings.formulas());
    }

    /** Returns the header of a column. */
    public String header(String property) {
        return headers.getOrDefault(property, property);
    }

    /** Returns a signature of everything that affects decoding. */
    public String signature() {
        return "2 " + schema + " " + new TreeMap<>(headers) + " " + encoding + " " + delimiter + " " + formulas;
    }
}

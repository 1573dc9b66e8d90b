package io.sesam.talk.connector.csv;

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
record FileLayout(
        String file,
        Schema schema,
        Map<String, String> headers,
        Optional<Charset> encoding,
        Optional<Character> delimiter,
        CellText.Formulas formulas) {
    static FileLayout of(CsvSettings settings, Schema schema) {
        return new FileLayout(
                schema.type() + ".csv",
                schema,
                settings.columns(schema.type()),
                settings.encoding(),
                settings.delimiter(),
                settings.formulas());
    }

    /** Returns the header of a column. */
    String header(String property) {
        return headers.getOrDefault(property, property);
    }

    /** Returns a signature of everything that affects decoding. */
    String signature() {
        return "2 " + schema + " " + new TreeMap<>(headers) + " " + encoding + " " + delimiter + " " + formulas;
    }
}

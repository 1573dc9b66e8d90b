package io.sesam.talk.connector.csv;

import io.sesam.talk.model.Schema;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What settings and host say of one file.
 *
 * @param file its name, for messages
 * @param schema the properties of the type it holds
 * @param headers the headers that differ from the names of the properties
 * @param encoding how it is encoded; empty to find out
 * @param delimiter what stands between cells; empty to find out
 */
record FileLayout(
        String file,
        Schema schema,
        Map<String, String> headers,
        Optional<Charset> encoding,
        Optional<Character> delimiter) {
    static FileLayout of(CsvSettings settings, Schema schema) {
        return new FileLayout(
                schema.type() + ".csv",
                schema,
                settings.columns(schema.type()),
                settings.encoding(),
                settings.delimiter());
    }

    /** The header of a column, mapped or not. */
    String header(String property) {
        return headers.getOrDefault(property, property);
    }

    /** Everything that decides how the same bytes are understood. */
    String signature() {
        return "1 " + schema + " " + new TreeMap<>(headers) + " " + encoding + " " + delimiter;
    }
}

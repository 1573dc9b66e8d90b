package io.sesam.talk.connector.csv;

import com.google.auto.service.AutoService;
import io.sesam.talk.connector.csv.settings.CsvSettings;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.RecordSnapshot;
import io.sesam.talk.spi.settings.Settings;
import java.nio.file.Path;
import java.util.Map;

/**
 * A plugin for a directory of CSV files. One file for each type: {@code person.csv}, {@code organisation.csv},
 * {@code product.csv}.
 *
 * <p>A file's columns are {@code id}, the names of the type's properties and optionally {@code modified}; the setting
 * {@code columns} maps other headers. Talk changes only the cells it writes and keeps every other byte. The state of
 * the last reading is stored in the hidden directory {@code .talk} beside the files; without it everything is read
 * again.
 */
@AutoService(ConnectorPlugin.class)
public final class CsvPlugin implements ConnectorPlugin {
    /** Creates the plugin. */
    public CsvPlugin() {}

    /** The cells of a row in UTF-8; the same object for all rows of a file. */
    @Experimental
    public interface Cells {
        /** Returns the bytes; at least eight more follow the row, and do not belong to it. */
        byte[] bytes();

        /** Returns where the id begins; white space around it is not part of it. */
        int idFrom();

        /** Returns the end of the id. */
        int idTo();

        /** Returns where the cell of a property begins; -1 when the row has none. */
        int from(int property);

        /** Returns the end of the cell of a property. */
        int to(int property);

        /** Returns the time of modification in microseconds since 1970; the least number when there is none. */
        long modified();
    }

    /** Takes the rows of a file that is read once, in their order. */
    @Experimental
    public interface Rows {
        /**
         * Takes a row as bytes, where the letters of its cells are their values.
         *
         * @return false when the row was not taken; it comes as a record then
         */
        default boolean cells(Cells cells, long line) {
            return false;
        }

        /** Takes a record and the number of its line. A row without an id, in a file without ids, has its line as id. */
        void record(RecordSnapshot record, long line);

        /** Takes note of a row that cannot be read, and why; without values of the row. */
        void refused(long line, String reason);

        /** Takes a remark about the whole file, such as a guessed encoding. */
        void note(String remark);
    }

    /**
     * Reads a file from its beginning to its end, in little memory, without a connector and without changing anything.
     *
     * <p>Encoding and delimiter are detected as for a connected directory.
     *
     * @param headers the headers that differ from the names of the properties, with {@code id} and {@code modified}
     * @throws io.sesam.talk.error.TalkException UNREADABLE when the file cannot be understood
     */
    @Experimental
    public static void read(Path file, Schema schema, Map<String, String> headers, Rows rows) {
        OnePass.read(file, schema, headers, rows);
    }

    @Override
    public PluginSpec spec() {
        return CsvSettings.SPEC;
    }

    @Override
    public Connector open(Settings settings, PluginContext context) {
        return new CsvConnector(CsvSettings.of(settings, context), context);
    }
}

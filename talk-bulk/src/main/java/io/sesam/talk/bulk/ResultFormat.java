package io.sesam.talk.bulk;

import io.sesam.talk.model.Experimental;
import java.nio.file.Path;
import java.util.Map;

/**
 * Another format for the files of a result.
 *
 * <p>Called once for each file, one after the other, when all rows are complete and before the result appears.
 */
@Experimental
public interface ResultFormat {
    /** What a column holds. */
    @Experimental
    enum Column {
        /** A text; a quoted empty cell is an empty text, an empty one is unknown. */
        TEXT,
        /** A whole number. */
        NUMBER,
        /** A time in ISO 8601 and UTC, or nothing; years above 9999 begin with a plus sign. */
        TIME
    }

    /** Returns the ending of the files' names, without the point. */
    String ending();

    /**
     * Writes a file again in this format.
     *
     * @param csv a file in UTF-8 with a header, commas, double quotation marks and line feeds
     * @param columns what its columns hold, in their order
     * @param target the file to fill; there and empty, and private
     * @throws io.sesam.talk.error.TalkException UNWRITABLE with the reason; the merge then fails
     */
    void write(Path csv, Map<String, Column> columns, Path target);
}

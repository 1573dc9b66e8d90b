package io.sesam.talk.connector.csv.table;

import java.util.Optional;

/**
 * A row that is not read: damaged, or the footer of a report. Its bytes stay as they are.
 *
 * @param start its first byte
 * @param end the byte after its line end
 * @param line its line number
 * @param reason what is wrong with it and what to do, without its values
 * @param id its id; empty when it cannot be read
 * @param footer whether it is the footer of a report, which is no record
 */
public record RejectedRow(int start, int end, long line, String reason, Optional<String> id, boolean footer) {
    /** Reports whether it may be the record of any id. */
    public boolean isAnyRecord() {
        return id.isEmpty() && !footer;
    }
}

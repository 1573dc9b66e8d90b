package io.sesam.talk.connector.csv.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The rows of a file that are not read, with their lines and reasons. */
public final class RejectedRows {
    private static final int TOLD = 10;
    private static final int MOST_KEPT = 1 << 22;

    private final String file;
    private final List<RejectedRow> rows;
    private final Set<String> ids = new HashSet<>();
    private final List<String> texts = new ArrayList<>();
    private int kept;

    public RejectedRows(String file, List<RejectedRow> rows) {
        this.file = file;
        this.rows = List.copyOf(rows);
        rows.forEach(row -> row.id().ifPresent(ids::add));
    }

    public List<RejectedRow> rows() {
        return rows;
    }

    /** Reports whether a record that no row has may be one of these rows. */
    public boolean mayHold(String id) {
        return ids.contains(id) || rows.stream().anyMatch(RejectedRow::isAnyRecord);
    }

    /** Finds the line of a row that contains a text. */
    public Optional<Long> lineWith(FileTable table, String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).footer() && text(table, i).contains(wanted)) {
                return Optional.of(rows.get(i).line());
            }
        }
        return Optional.empty();
    }

    /** Returns the text of a row, without case. Kept for the next time, unless all of them are too much for that. */
    private String text(FileTable table, int number) {
        String known = number < texts.size() ? texts.get(number) : null;
        if (known != null) {
            return known;
        }
        RejectedRow row = rows.get(number);
        String text = table.text(row.start(), row.end()).toLowerCase(Locale.ROOT);
        if (number == texts.size() && kept + text.length() <= MOST_KEPT) {
            texts.add(text);
            kept += text.length();
        }
        return text;
    }

    /** Returns the reasons, with lines and without values. */
    public List<String> messages() {
        List<String> messages = new ArrayList<>();
        rows.stream()
                .limit(TOLD)
                .map(row -> file + ", line " + row.line() + ": " + row.reason())
                .forEach(messages::add);
        if (rows.size() > TOLD) {
            messages.add(file + ": and " + (rows.size() - TOLD) + " more rejected rows");
        }
        return messages;
    }
}

package io.sesam.talk.connector.csv.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The rows of a file that are not read, with their lines and reasons. */
public final class AsideRows {
    private static final int TOLD = 10;

    private final String file;
    private final List<AsideRow> rows;
    private final Set<String> ids = new HashSet<>();

    public AsideRows(String file, List<AsideRow> rows) {
        this.file = file;
        this.rows = List.copyOf(rows);
        rows.forEach(row -> row.id().ifPresent(ids::add));
    }

    public List<AsideRow> rows() {
        return rows;
    }

    /** Reports whether a record that no row has may be one of these rows. */
    public boolean mayHold(String id) {
        return ids.contains(id) || rows.stream().anyMatch(AsideRow::isAnyRecord);
    }

    /** Finds the line of a row that contains a text. */
    public Optional<Long> lineWith(FileTable table, String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                ? Optional.empty()
                : rows.stream()
                        .filter(row -> !row.footer())
                        .filter(row -> table.text(row.start(), row.end())
                                .toLowerCase(Locale.ROOT)
                                .contains(wanted))
                        .map(AsideRow::line)
                        .findFirst();
    }

    /** Returns the reasons, with lines and without values. */
    public List<String> messages() {
        List<String> messages = new ArrayList<>();
        rows.stream()
                .limit(TOLD)
                .map(row -> file + ", line " + row.line() + ": " + row.reason())
                .forEach(messages::add);
        if (rows.size() > TOLD) {
            messages.add(file + ": and " + (rows.size() - TOLD) + " more rows that are put aside");
        }
        return messages;
    }
}

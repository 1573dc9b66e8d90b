package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.disk.WriteCheck;
import io.sesam.talk.connector.csv.row.Columns;
import io.sesam.talk.connector.csv.settings.CsvSettings;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.TimeText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A check of a directory of CSV files. Reads everything, writes nothing, and reports all problems. */
final class DirectoryCheck {
    private final List<CsvFile> sheets;
    private Check found = Check.fine();

    DirectoryCheck(List<CsvFile> sheets) {
        this.sheets = sheets;
    }

    Check check() {
        sheets.forEach(this::check);
        return found;
    }

    private void check(CsvFile sheet) {
        try {
            found = sheet.again(() -> check(sheet, sheet.table(), found));
        } catch (TalkException e) {
            e.problems().forEach(problem -> found = found.and(Check.problem(problem)));
        }
        if (!sheet.history().isWritable()) {
            warn(sheet.history().directory()
                    + " is not writable, so that Talk cannot store the state of the last reading, and every"
                    + " run reads all of "
                    + sheet.layout().file() + "; make the directory writable");
        }
    }

    private Check check(CsvFile sheet, FileTable table, Check before) {
        found = before;
        checkIds(sheet, table);
        checkColumns(sheet, table.columns());
        checkRows(sheet, table);
        table.notes().forEach(this::warn);
        sheet.damage(table).ifPresent(problem -> found = found.and(Check.problem(problem)));
        WriteCheck.problem(sheet.path(), sheet.layout().file()).ifPresent(this::warn);
        return found;
    }

    private void checkIds(CsvFile sheet, FileTable table) {
        int rows = table.withoutId().length;
        if (table.columns().id().isEmpty()) {
            warn(sheet.layout().file() + " has no column \"" + sheet.layout().header(CsvSettings.ID)
                    + "\"; the first run adds one, with a generated id for each row");
        } else if (rows > 0) {
            warn(sheet.layout().file() + " has " + rows
                    + " rows without an id; the next run generates ids and writes them into the file");
        }
    }

    /** Checks the times and the values that a spreadsheet computes, in one pass over the rows. */
    private void checkRows(CsvFile sheet, FileTable table) {
        Columns columns = table.columns();
        int time = columns.modified().orElse(-1);
        long[] unclear = {0};
        long[] computed = {0};
        table.parseAll(row -> {
            unclear[0] += isUnclear(row, time) ? 1 : 0;
            computed[0] += isComputed(columns, row) ? 1 : 0;
        });
        if (unclear[0] > 0) {
            warn(sheet.layout().file() + " has " + unclear[0] + " rows where \""
                    + columns.header(time)
                    + "\" is not a date or time such as 2026-01-31 or 2026-01-31T12:30:00Z; their time of"
                    + " change counts as unknown");
        }
        if (computed[0] > 0 && sheet.layout().formulas() == CellText.Formulas.KEEP) {
            warn(sheet.layout().file() + " has " + computed[0] + " rows with values that begin with = + - or @, which a"
                    + " spreadsheet computes instead of showing them; if other systems fill this file, set formulas:"
                    + " quote");
        }
    }

    private static boolean isUnclear(RowScanner row, int column) {
        return column >= 0
                && column < row.count()
                && !row.isBlank(column)
                && TimeText.read(row.cell(column)).isEmpty();
    }

    private static boolean isComputed(Columns columns, RowScanner row) {
        for (int property = 0; property < columns.schema().size(); property++) {
            int column = columns.column(property);
            if (column >= 0
                    && column < row.count()
                    && CellText.mayBeFormula(row.text(), row.from(column), row.to(column))
                    && !row.isBlank(column)
                    && CellText.isComputed(row.cell(column))) {
                return true;
            }
        }
        return false;
    }

    private void checkColumns(CsvFile sheet, Columns columns) {
        if (!columns.missing().isEmpty()) {
            note(sheet.layout().file() + " has no column for " + columns.missing()
                    + "; Talk neither reads nor writes them there");
        }
        if (!columns.unused().isEmpty()) {
            note(sheet.layout().file() + " has columns that no property uses: " + columns.unused()
                    + "; map them in the setting columns if they are one");
        }
    }

    private void note(String message) {
        found = found.and(Check.note(message));
    }

    private void warn(String message) {
        found = found.and(Check.warning(message));
    }

    /** Explains why a directory has no usable files. Names the files that it contains instead. */
    static String nothingIn(Path directory, Collection<CsvFile> wanted) {
        if (!Files.isDirectory(directory)) {
            return "the directory " + directory + " does not exist; create it, or correct the setting directory";
        }
        List<String> names = wanted.stream().map(sheet -> sheet.layout().file()).toList();
        return directory + " contains none of the files " + names + "; it contains " + csvFiles(directory)
                + ". Add one of them, or correct the setting directory";
    }

    private static List<String> csvFiles(Path directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.[cC][sS][vV]")) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (IOException e) {
            return List.of();
        }
        return names.stream().sorted().toList();
    }
}

package io.sesam.talk.connector.csv;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.TimeText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A check of a directory of CSV files. Reads everything, writes nothing, and reports all problems. */
final class DirectoryCheck {
    private static final int AT_ONCE = 1000;

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
            FileTable table = sheet.table();
            checkIds(sheet, table);
            checkTimes(sheet, table);
            checkColumns(sheet, table.columns());
            checkFormulas(sheet, table);
            table.notes().forEach(this::warn);
            sheet.damage(table).ifPresent(problem -> found = found.and(Check.problem(problem)));
            WriteCheck.problem(sheet.path(), sheet.layout().file()).ifPresent(this::warn);
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

    private void checkTimes(CsvFile sheet, FileTable table) {
        int column = table.columns().modified().orElse(-1);
        long unclear = count(
                table,
                cells -> hasValue(cells, column) && TimeText.read(cells[column]).isEmpty());
        if (unclear > 0) {
            warn(sheet.layout().file() + " has " + unclear + " rows where \""
                    + table.columns().header(column)
                    + "\" is not a date or time such as 2026-01-31 or 2026-01-31T12:30:00Z; their time of"
                    + " change counts as unknown");
        }
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

    private void checkFormulas(CsvFile sheet, FileTable table) {
        int[] used = IntStream.range(0, table.columns().schema().size())
                .map(property -> table.columns().of(property).orElse(-1))
                .toArray();
        long rows = count(
                table,
                cells -> Arrays.stream(used)
                        .anyMatch(column -> hasValue(cells, column) && CellText.isComputed(cells[column])));
        if (rows > 0 && sheet.layout().formulas() == CellText.Formulas.KEEP) {
            warn(sheet.layout().file() + " has " + rows + " rows with values that begin with = + - or @, which a"
                    + " spreadsheet computes instead of showing them; if other systems fill this file, set formulas:"
                    + " quote");
        }
    }

    private static boolean hasValue(String[] cells, int column) {
        return column >= 0 && column < cells.length && !cells[column].isBlank();
    }

    private static long count(FileTable table, Predicate<String[]> filter) {
        long count = 0;
        for (int from = 0; from < table.size(); from += AT_ONCE) {
            int[] rows = IntStream.range(from, Math.min(table.size(), from + AT_ONCE))
                    .toArray();
            count += table.cells(rows).stream().filter(filter).count();
        }
        return count;
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

package io.sesam.talk.connector.csv;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.spi.Check;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Tries a directory of CSV files: everything is read, nothing is written, and all problems are told. */
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
            WriteCheck.problem(sheet.path(), sheet.layout().file()).ifPresent(this::warn);
        } catch (TalkException e) {
            e.problems().forEach(problem -> found = found.and(Check.problem(problem)));
        }
        if (!sheet.history().isWritable()) {
            warn(sheet.history().directory()
                    + " cannot be written, so that what was read cannot be remembered and every" + " run reads all of "
                    + sheet.layout().file() + "; allow writing the directory");
        }
    }

    private void checkIds(CsvFile sheet, FileTable table) {
        int rows = table.withoutId().length;
        if (table.columns().id().isEmpty()) {
            warn(sheet.layout().file() + " has no column \"" + sheet.layout().header(CsvSettings.ID)
                    + "\"; the first run adds one, with an id for each row");
        } else if (rows > 0) {
            warn(sheet.layout().file() + " has " + rows + " rows without an id; the next run makes ids up for them and"
                    + " writes them into the file");
        }
    }

    private void checkTimes(CsvFile sheet, FileTable table) {
        int column = table.columns().modified().orElse(-1);
        int unclear = 0;
        for (int from = 0; column >= 0 && from < table.size(); from += AT_ONCE) {
            int first = from;
            int[] rows = new int[Math.min(AT_ONCE, table.size() - from)];
            Arrays.setAll(rows, i -> first + i);
            for (String[] cells : table.cells(rows)) {
                boolean said = column < cells.length && !cells[column].isBlank();
                unclear += said && TimeStyle.parse(cells[column]).isEmpty() ? 1 : 0;
            }
        }
        if (unclear > 0) {
            warn(sheet.layout().file() + " has " + unclear + " rows with a \""
                    + table.columns().header(column)
                    + "\" that is no date or time such as 2026-01-31 or 2026-01-31T12:30:00Z; their time of change"
                    + " counts as unknown");
        }
    }

    private void warn(String message) {
        found = found.and(Check.warning(message));
    }

    /** Why a directory is of no use, and what is in it instead. */
    static String nothingIn(Path directory, Collection<CsvFile> wanted) {
        if (!Files.isDirectory(directory)) {
            return "there is no directory " + directory + "; make it, or correct the setting directory";
        }
        List<String> names = wanted.stream().map(sheet -> sheet.layout().file()).toList();
        return directory + " holds none of the files " + names + "; it holds " + csvFiles(directory)
                + ". Put one there, or correct the setting directory";
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

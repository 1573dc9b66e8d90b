package io.sesam.talk.connector.csv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A complete scan of a file. Finds every row.
 *
 * <p>A row that cannot be read is put aside; a fault that makes other rows doubtful refuses the file.
 */
final class TableScan {
    private final FileLayout layout;
    private final FileImage image;
    private final DialectDetector.Decoded decoded;
    private final CsvDialect dialect;
    private final String text;
    private final Columns columns;
    private final CellFormat format;
    private final RowProblems problems;
    private final Footers footers;
    private final List<AsideRow> aside = new ArrayList<>();
    private final RowStore found = new RowStore();
    private int bytesSoFar;
    private int lettersSoFar;

    private TableScan(FileLayout layout, FileImage image, DialectDetector.Decoded decoded) {
        this.layout = layout;
        this.image = image;
        this.decoded = decoded;
        this.dialect = decoded.dialect();
        this.text = decoded.text();
        this.columns = columns(layout, header(layout, decoded));
        this.format = new CellFormat(columns);
        this.problems = new RowProblems(layout.file());
        this.footers = new Footers(columns);
        this.bytesSoFar = dialect.mark();
    }

    static FileTable scan(FileLayout layout, FileImage image, String remembered) {
        return new TableScan(layout, image, DialectDetector.decode(layout, image.bytes(), remembered)).table();
    }

    /** Finds the columns without reading the rows. */
    static Columns header(FileLayout layout, FileImage image, String remembered) {
        return columns(layout, header(layout, DialectDetector.decode(layout, image.bytes(), remembered)));
    }

    private static RowScanner header(FileLayout layout, DialectDetector.Decoded decoded) {
        CsvDialect dialect = decoded.dialect();
        int end = CsvDialect.endOf(decoded.text());
        String rows =
                end == decoded.text().length() ? decoded.text() : decoded.text().substring(0, end);
        RowScanner scanner =
                new RowScanner(rows, dialect.preamble(), dialect.preamble() > 0 ? 2 : 1, dialect.delimiter());
        if (!scanner.next() || scanner.isEmpty()) {
            throw FileErrors.unreadable(
                    layout.file() + " has no first line with the column names; add one, such as \"id,name\"");
        }
        if (scanner.isUnclosed() || scanner.isMisquoted()) {
            throw FileErrors.unreadable(layout.file() + ", line " + scanner.line()
                    + ": a quotation mark is not closed correctly; correct the column names");
        }
        return scanner;
    }

    private static Columns columns(FileLayout layout, RowScanner header) {
        return Columns.of(layout, header.cells());
    }

    private FileTable table() {
        RowScanner scanner = header(layout, decoded);
        int headEnd = scanner.end();
        boolean first = true;
        while (scanner.next()) {
            if (scanner.isUnclosed() || scanner.isDoubtful()) {
                problems.quotes(scanner.line());
                break;
            }
            if (!scanner.isEmpty()) {
                headEnd = first ? scanner.start() : headEnd;
                first = false;
                take(scanner);
            } else if (first) {
                headEnd = scanner.end();
            }
        }
        problems.throwIfAny();
        putFootersAside();
        refuseIfNothingIsLeft();
        int head = first ? bytesUpTo(headEnd) : found.firstByte(aside);
        int length = bytesUpTo(text.length());
        if (length != image.bytes().length) {
            throw FileErrors.unreadable(layout.file() + " has an encoding that cannot be written back unchanged ("
                    + dialect.charset() + "); save it as \"CSV UTF-8\"");
        }
        int end = length - dialect.bytes(text, CsvDialect.endOf(text), text.length());
        aside.sort(Comparator.comparingInt(AsideRow::start));
        AsideRows rows = new AsideRows(layout.file(), aside);
        return new FileTable(
                layout,
                image,
                DialectDetector.Decoding.of(decoded),
                columns,
                found.complete(end),
                rows,
                head,
                end,
                format);
    }

    private void take(RowScanner scanner) {
        String[] cells = scanner.cells();
        int start = bytesUpTo(scanner.start());
        int end = bytesUpTo(scanner.end());
        Optional<String> fault = RowFault.of(columns, scanner, cells);
        if (fault.isPresent()) {
            found.endsBefore(start);
            aside.add(new AsideRow(
                    start, end, scanner.line(), fault.get(), RowFault.idOf(columns, scanner, cells), false));
            return;
        }
        String id = columns.idOf(cells);
        if (!id.isEmpty() && found.ids().find(id) >= 0) {
            problems.sameId(found.line(found.ids().find(id)), scanner.line(), id);
            return;
        }
        footers.take(found.size(), cells);
        format.learn(cells, found.size());
        found.add(start, scanner.line(), id, columns, cells);
    }

    private void putFootersAside() {
        List<Integer> rows = footers.found();
        if (rows.isEmpty()) {
            return;
        }
        for (int row : rows) {
            aside.add(new AsideRow(
                    found.start(row),
                    found.end(row, bytesUpTo(CsvDialect.endOf(text))),
                    found.line(row),
                    "it looks like the footer of a report; the row is put aside. Fill its other cells if it is a record",
                    Optional.of(found.ids().id(row)).filter(id -> !id.isEmpty()),
                    true));
        }
        found.cut(rows.get(0));
    }

    private void refuseIfNothingIsLeft() {
        if (found.size() == 0 && aside.stream().anyMatch(row -> !row.footer())) {
            throw FileErrors.unreadable(
                    String.join(System.lineSeparator(), new AsideRows(layout.file(), aside).messages())
                            + System.lineSeparator() + layout.file() + ": no row can be read");
        }
    }

    private int bytesUpTo(int letter) {
        if (letter > lettersSoFar) {
            bytesSoFar += dialect.bytes(text, lettersSoFar, letter);
            lettersSoFar = letter;
        }
        return bytesSoFar;
    }
}

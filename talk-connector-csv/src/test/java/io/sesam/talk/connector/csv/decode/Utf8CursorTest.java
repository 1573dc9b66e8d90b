package io.sesam.talk.connector.csv.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.disk.FileImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows found in bytes are the rows found in letters. */
final class Utf8CursorTest {
    private static final String[] PIECES = {
        "Ada",
        "",
        " ",
        "\"Ada\"",
        "\"Berg, Lie\"",
        "\"a\"\"b\"",
        "\"\"",
        " \"y\" ",
        "\"z\"w",
        "x\"y",
        "Åse",
        "日本",
        "👩",
        "\u0001",
        "\"two\nlines\"",
        "\"a\r\nb\"",
        "\t",
        "\u000b",
        "\u00a0",
        "\ufffd",
        "\"\u0001\"",
        "\"Bø\"",
        "\u007f"
    };
    private static final String[] ENDS = {"\n", "\r\n", "\r"};

    @TempDir
    private Path directory;

    @Test
    void bytesAndLettersGiveTheSameRows() throws IOException {
        int plain = 0;
        int quoted = 0;
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            // some files have many windows, and some a row of many
            String text = text(random, seed % 30 == 0 ? 6_000 : random.nextInt(12), seed % 50 == 0);
            Charset charset = random.nextInt(5) == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
            Path file = directory.resolve("rows.csv");
            Files.write(file, text.getBytes(charset));
            FileImage image = FileImage.readOnce(file, "rows.csv");
            int preamble = text.startsWith("sep=") ? text.indexOf('\n') + 1 : 0;
            CsvDialect dialect = new CsvDialect(charset, 0, seed % 7 == 0 ? '§' : ',', preamble);
            List<String> expected = letters(image, dialect);
            try (Utf8Source source = Utf8Source.of(image, charset, 0, image.size())) {
                Utf8Cursor cursor = new Utf8Cursor(source, dialect, image.size());
                int row = 0;
                while (cursor.next()) {
                    assertThat(row).as("seed %d", seed).isLessThan(expected.size());
                    assertThat(textOf(cursor.letters(), cursor.isOverlong()))
                            .as("seed %d, row %d", seed, row)
                            .isEqualTo(expected.get(row++));
                    assertThat(cursor.line()).isEqualTo(cursor.letters().line());
                    if (cursor.isPlain()) {
                        assertThat(cells(cursor))
                                .as("seed %d, row %d", seed, row)
                                .isEqualTo(cursor.letters().cells());
                        plain++;
                        quoted += cursor.letters().hasQuotes() ? 1 : 0;
                    }
                }
                assertThat(row).as("seed %d", seed).isEqualTo(expected.size());
                assertThat(cursor.isMisfit()).isFalse();
                assertThat(source.isComplete(image.size())).isTrue();
            }
        }
        assertThat(plain).as("rows found in bytes").isGreaterThan(10_000);
        assertThat(quoted).as("rows with quotes among them").isGreaterThan(500);
    }

    @Test
    void bytesThatAreNoLettersAreFound() throws IOException {
        Path file = directory.resolve("rows.csv");
        Files.write(file, "id\n1\n\"2\" x\n".replace('x', '\u00e5').getBytes(StandardCharsets.ISO_8859_1));
        FileImage image = FileImage.readOnce(file, "rows.csv");
        try (Utf8Source source = Utf8Source.of(image, StandardCharsets.UTF_8, 0, image.size())) {
            Utf8Cursor cursor = new Utf8Cursor(source, new CsvDialect(StandardCharsets.UTF_8, 0, ',', 0), 100);
            while (cursor.next()) {
                assertThat(cursor.letters().count()).isEqualTo(1);
            }
            assertThat(cursor.isMisfit()).isTrue();
        }
    }

    private static String text(Random random, int rows, boolean hasLongRow) {
        StringBuilder text = new StringBuilder(random.nextInt(6) == 0 ? "sep=,\n" : "");
        String end = ENDS[random.nextInt(3)];
        int odd = 1 + random.nextInt(12);
        for (int row = 0; row < rows; row++) {
            for (int cells = random.nextInt(8); cells >= 0; cells--) {
                text.append(random.nextInt(odd) == 0 ? PIECES[random.nextInt(PIECES.length)] : "x" + row);
                text.append(cells > 0 ? "," : "");
            }
            if (hasLongRow && row == rows / 2) {
                text.append(",\"").append("long ø\n".repeat(40_000)).append('"');
            }
            text.append(random.nextInt(20) == 0 ? ENDS[random.nextInt(3)] : end);
        }
        return random.nextBoolean() ? text.toString() : text + "last,row";
    }

    private static List<String> letters(FileImage image, CsvDialect dialect) throws IOException {
        List<String> rows = new ArrayList<>();
        try (TextSource source = TextSource.of(image, dialect.charset(), 0, image.size())) {
            RowCursor cursor = new RowCursor(source, dialect, Math.min(RowCursor.WINDOW, image.size() + 2));
            while (cursor.next()) {
                rows.add(textOf(cursor.row(), cursor.isOverlong()));
            }
        }
        return rows;
    }

    private static String textOf(RowScanner row, boolean overlong) {
        return row.line() + " " + Arrays.toString(row.cells()) + row.isUnclosed() + row.isMisquoted() + row.isDoubtful()
                + row.control() + row.isEmpty() + overlong;
    }

    private static String[] cells(Utf8Cursor cursor) {
        String[] cells = new String[cursor.cells().count()];
        for (int i = 0; i < cells.length; i++) {
            int from = cursor.cells().from(i);
            cells[i] = new String(cursor.window(), from, cursor.cells().to(i) - from, StandardCharsets.UTF_8);
        }
        return cells;
    }
}

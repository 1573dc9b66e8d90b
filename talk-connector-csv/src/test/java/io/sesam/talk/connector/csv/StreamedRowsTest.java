package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.connector.csv.cell.RowScanner;
import io.sesam.talk.connector.csv.decode.CsvDialect;
import io.sesam.talk.connector.csv.decode.DialectDetector;
import io.sesam.talk.connector.csv.decode.RowCursor;
import io.sesam.talk.connector.csv.decode.TextSource;
import io.sesam.talk.connector.csv.disk.ByteSurvey;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.edit.FileEdit;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.connector.csv.table.TableScan;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Person;
import io.sesam.talk.spi.RecordSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files read part by part give what they give when they are read as a whole, whatever their dialect. */
@Tag("R36")
@Tag("R4")
final class StreamedRowsTest {
    private static final List<String> PIECES = List.of(
            "Ada",
            "Åse",
            "\"a,b\"",
            "\"x\"\"y\"",
            "\"two\nlines\"",
            "\"two\r\nlines\" ",
            "",
            " ",
            " \"spaced\"",
            "5\" nail",
            " \"stray",
            "=\"0150\"",
            "😀",
            "'",
            "\t",
            "\u0001",
            "\"mis\"quoted",
            "0150",
            "+47");
    private static final List<String> CHARSETS =
            List.of("UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "Shift_JIS", "windows-1251");
    private static final String[] ENDS = {"\n", "\r\n", "\r", "\n\n", "\r\n \r\n"};

    @TempDir
    private Path directory;

    @Test
    void theRowsOfAWindowAreThoseOfTheWholeText() throws IOException {
        int rows = 0;
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Charset charset = Charset.forName(CHARSETS.get(random.nextInt(CHARSETS.size())));
            String text = new String(text(random).getBytes(charset), charset);
            CsvDialect dialect = new CsvDialect(charset, 0, ",;".charAt(random.nextInt(2)), 0);
            FileImage image = image(text.getBytes(charset), false);
            List<String> whole = whole(text, dialect.delimiter());
            List<String> streamed = new ArrayList<>();
            int at = 0;
            try (TextSource source = TextSource.of(image, charset, 0, image.size())) {
                RowCursor cursor = new RowCursor(source, dialect, 2 + random.nextInt(40));
                while (cursor.next()) {
                    streamed.add(shown(cursor.row()));
                    assertThat(cursor.start()).as("seed %d", seed).isEqualTo(at);
                    at = cursor.end();
                }
            }
            assertThat(streamed).as("seed %d, %s", seed, charset).isEqualTo(whole);
            assertThat(at).as("seed %d, %s", seed, charset).isEqualTo(image.size());
            rows += streamed.size();
        }
        assertThat(rows).isGreaterThan(1500);
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int row = random.nextInt(20); row >= 0; row--) {
            for (int cell = random.nextInt(5); cell >= 0; cell--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())))
                        .append(cell == 0 ? "" : ",;".charAt(random.nextInt(2)));
            }
            text.append(row == 0 && random.nextBoolean() ? "" : ENDS[random.nextInt(ENDS.length)]);
        }
        return text.append(random.nextInt(20) == 0 ? "\"open" : "").toString();
    }

    private static List<String> whole(String text, char delimiter) {
        List<String> rows = new ArrayList<>();
        RowScanner scanner = new RowScanner(text.toCharArray(), text.length(), 1, delimiter);
        while (scanner.next()) {
            rows.add(shown(scanner));
        }
        return rows;
    }

    private static String shown(RowScanner row) {
        return row.line() + " " + Arrays.toString(row.cells()) + row.isUnclosed() + row.isMisquoted() + row.isDoubtful()
                + row.control() + row.isEmpty() + row.filled()
                + new String(row.text(), row.start(), row.end() - row.start());
    }

    @Test
    void aFileThatIsNotHeldInMemoryHasTheSameRecordsAndIsWrittenBackToTheByte() throws IOException {
        int tables = 0;
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = GeneratedSheetsTest.bytesOf(random);
            FileTable held = TableScan.scan(layout(), image(bytes, true), "");
            FileTable streamed = TableScan.scan(layout(), image(bytes, false), "");
            assertThat(shown(streamed)).as("seed %d", seed).isEqualTo(shown(held));
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            new FileEdit(streamed).writeTo(written);
            assertThat(written.toByteArray()).as("seed %d", seed).isEqualTo(bytes);
            tables++;
        }
        assertThat(tables).isEqualTo(200);
    }

    private static List<String> shown(FileTable table) {
        List<String> shown = new ArrayList<>(table.notes());
        int[] all = IntStream.range(0, table.size()).toArray();
        List<RecordSnapshot> records = table.records(all);
        for (int row : all) {
            shown.add(records.get(row).id() + " " + table.start(row) + "-" + table.end(row) + " "
                    + table.fingerprint(row) + " " + table.shape(row) + " " + textsOf(records.get(row)));
        }
        return shown;
    }

    private static List<Optional<String>> textsOf(RecordSnapshot record) {
        return IntStream.range(0, record.fields().schema().size())
                .mapToObj(record.fields()::originalText)
                .toList();
    }

    @Test
    void aRowThatChangedAfterTheScanIsNotedAndNeverReadAsAnother() throws IOException {
        byte[] bytes = "id,email\n1,a@x.no\n2,b@x.no\n3,c@x.no\n".getBytes(StandardCharsets.UTF_8);
        for (int at = 9; at < bytes.length; at++) {
            FileTable table = TableScan.scan(layout(), image(bytes, false), "");
            byte[] edited = bytes.clone();
            edited[at] = (byte) (edited[at] == 'z' ? 'y' : 'z');
            Files.write(directory.resolve("person.csv"), edited);
            assertThatExceptionOfType(FileTable.ChangedFile.class)
                    .as("byte %d", at)
                    .isThrownBy(() -> table.records(new int[] {0, 1, 2}));
        }
    }

    @Test
    void aRowWithoutEndIsRefusedWithItsLineAndBoundedMemory() throws IOException {
        byte[] bytes = new byte[3 * RowCursor.LONGEST / 2];
        Arrays.fill(bytes, (byte) 'x');
        byte[] head = "id,email\n1,a@x.no\n2,\"".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, bytes, 0, head.length);
        FileImage image = image(bytes, false);
        assertThatExceptionOfType(TalkException.class)
                .isThrownBy(() -> TableScan.scan(layout(), image, ""))
                .withMessageContaining("person.csv, line 3: a quotation mark")
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNREADABLE));
    }

    @Test
    void everyByteDecidesAboutTheEncodingOfALargeFile() throws IOException {
        byte[] text = "id,firstname\n1,Ase\n".getBytes(StandardCharsets.UTF_8);
        byte[] sound = Arrays.copyOf(text, text.length + 2);
        sound[text.length] = (byte) 0xC3;
        sound[text.length + 1] = (byte) 0x85;
        assertThat(charset(sound)).isEqualTo(StandardCharsets.UTF_8);
        for (int[] wrong :
                new int[][] {{0xC3, 'x'}, {0xC0, 0x80}, {0xED, 0xA0}, {0xF5, 0x80}, {0xE0, 0x80}, {0x80, 'x'}}) {
            byte[] bytes = sound.clone();
            bytes[text.length] = (byte) wrong[0];
            bytes[text.length + 1] = (byte) wrong[1];
            assertThat(ByteSurvey.of(bytes).isUtf8()).as(Arrays.toString(wrong)).isFalse();
        }
        for (long seed = 0; seed < 2000; seed++) {
            byte[] bytes = new byte[1 + (int) (seed % 6)];
            SplittableRandom random = new SplittableRandom(seed);
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? bytes[i] : (byte) (0x80 | bytes[i] & 0x3f | random.nextInt(2) << 6);
            }
            assertThat(ByteSurvey.of(bytes).isUtf8()).as("seed %d", seed).isEqualTo(isUtf8(bytes));
        }
    }

    private Charset charset(byte[] bytes) throws IOException {
        return DialectDetector.of(layout(), image(bytes, false), "").dialect().charset();
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), bytes);
    }

    private FileImage image(byte[] bytes, boolean isHeld) throws IOException {
        Path file = Files.write(directory.resolve("person.csv"), bytes);
        return FileImage.read(file, "person.csv", null, isHeld ? FileImage.SMALL : 0);
    }

    private static FileLayout layout() {
        return new FileLayout(
                "person.csv", Person.SCHEMA, Map.of(), Optional.empty(), Optional.empty(), CellText.Formulas.KEEP);
    }
}

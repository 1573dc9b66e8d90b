package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.connector.csv.cell.RawRow;
import io.sesam.talk.connector.csv.disk.FileImage;
import io.sesam.talk.connector.csv.edit.FileEdit;
import io.sesam.talk.connector.csv.settings.FileLayout;
import io.sesam.talk.connector.csv.table.FileTable;
import io.sesam.talk.connector.csv.table.TableScan;
import io.sesam.talk.model.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RawRowTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b,c\n",
                "\"a\",\"b,\"\"c\"\n",
                "\"a\nb\",c\r\n\r\n,,\n",
                ",,\n",
                "a,",
                "\"a\" ,b\r",
                "5\" nail,x\n",
                "\"\",\"\"\n",
                " \"a\",b"
            })
    void aRowWithNothingChangedIsTheSame(String raw) {
        assertThat(RawRow.of(raw, ',').with(Map.of())).isEqualTo(raw);
    }

    @Test
    void itSeesTheSameCellsAsTheParser() throws IOException {
        for (long seed = 0; seed < 3000; seed++) {
            String raw = row(new SplittableRandom(seed)) + "\n";
            List<String> cells = parse(raw);
            RawRow row = RawRow.of(raw, ',');
            assertThat(row.size()).as("cells of seed %d", seed).isEqualTo(cells.size());
            int column = (int) (seed % cells.size());
            cells.set(column, "new \"cell\", really");
            assertThat(parse(row.with(Map.of(column, "new \"cell\", really"))))
                    .as("seed %d", seed)
                    .isEqualTo(cells);
        }
    }

    @Test
    void aTableIsTheSumOfItsRowsToTheByte() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder("id,firstname,lastname,email,gender");
            for (int row = 0; row < random.nextInt(20); row++) {
                text.append(List.of("\n", "\r\n", "\r", "\n\n", "\n,,\n").get(random.nextInt(5)));
                text.append(row).append(',').append(row(random));
            }
            byte[] bytes =
                    text.append(random.nextBoolean() ? "\n" : "").toString().getBytes(StandardCharsets.UTF_8);
            FileTable table = TableScan.scan(layout(), image(bytes, seed % 2 == 0), "");
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            new FileEdit(table).writeTo(written);
            assertThat(written.toByteArray()).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    private static String row(SplittableRandom random) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(1, 4); i++) {
            cells.add(List.of("", "x", "\"\"", "\"a,b\"", "\"a\"\"b\" ", "\"l\r\nm\"", "a\"b", "Åse", "😀", "\"\"\"\"")
                    .get(random.nextInt(10)));
        }
        return String.join(",", cells);
    }

    private static List<String> parse(String raw) throws IOException {
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(raw))
                .setFormat(CSVFormat.DEFAULT
                        .builder()
                        .setIgnoreSurroundingSpaces(false)
                        .get())
                .get()) {
            for (CSVRecord record : parser) {
                return new ArrayList<>(record.toList());
            }
        }
        throw new AssertionError("no row");
    }

    private static FileLayout layout() {
        return new FileLayout(
                "person.csv", Person.SCHEMA, Map.of(), Optional.empty(), Optional.empty(), CellText.Formulas.KEEP);
    }

    /** Half of the files are held in memory, the others are read part by part. */
    private FileImage image(byte[] bytes, boolean isHeld) throws IOException {
        Path file = Files.write(directory.resolve("person.csv"), bytes);
        return FileImage.read(file, "person.csv", null, isHeld ? FileImage.SMALL : 0);
    }
}

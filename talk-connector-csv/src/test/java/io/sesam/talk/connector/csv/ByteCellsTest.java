package io.sesam.talk.connector.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SourceRecord;
import io.sesam.talk.spi.RecordSnapshot;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file read as bytes has the rows, refusals and remarks that it has as records. */
final class ByteCellsTest {
    private static final Schema SCHEMA = Person.SCHEMA;
    private static final String[] CELLS = {
        "Ada",
        "",
        " ",
        "\"Ada\"",
        "\"Berg, Lie\"",
        "\"a\"\"b\"",
        "=\"0150\"",
        "\"=\"\"0150\"\"\"",
        "'x",
        " \"y\" ",
        "\"z\"w",
        "Åse",
        "日本",
        "👩",
        "a\u0001b",
        "\"two\nlines\"",
        "x\"y",
        "ada@x.example",
        "ADA@X.EXAMPLE",
        "male",
        "\t",
        "b\u000bc",
        "\u00a0"
    };
    private static final String[] TIMES = {
        "2026-01-31T12:30:00Z", "2026-01-31", "31.12.2025 10:00", "", "never", "\"2026-01-31 12:30:00\"", "1700000000"
    };

    @TempDir
    private Path directory;

    @Test
    void bytesSayWhatRecordsSay() throws IOException {
        int[] taken = {0};
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            Path file = directory.resolve("person.csv");
            Files.write(file, text(random).getBytes(encoding(random)));
            assertThat(read(file, true, taken)).as("seed %d", seed).isEqualTo(read(file, false, taken));
        }
        assertThat(taken[0]).as("rows taken as bytes").isGreaterThan(1_000);
    }

    private static Charset encoding(Random random) {
        return random.nextInt(6) == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }

    private static String text(Random random) {
        char delimiter = ",;\t|".charAt(random.nextInt(4));
        String end = new String[] {"\n", "\r\n", "\r"}[random.nextInt(3)];
        List<String> headers =
                new ArrayList<>(List.of("firstname", "lastname", "email", "gender", "modified", "other"));
        if (random.nextInt(8) > 0) {
            headers.add(random.nextInt(headers.size()), "id");
        }
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "\ufeff" : "");
        text.append(String.join(String.valueOf(delimiter), headers)).append(end);
        for (int row = random.nextInt(20); row > 0; row--) {
            int cells = random.nextInt(5) == 0 ? random.nextInt(9) : headers.size();
            for (int i = 0; i < cells; i++) {
                String header = i < headers.size() ? headers.get(i) : "";
                boolean usual = random.nextInt(3) > 0;
                text.append(i == 0 ? "" : delimiter)
                        .append(
                                header.equals("id") && random.nextInt(6) > 0
                                        ? random.nextInt(5) == 0 ? " 7 " : "" + row
                                        : header.equals("modified")
                                                ? TIMES[random.nextInt(TIMES.length)]
                                                : usual ? "x" + row : CELLS[random.nextInt(CELLS.length)]);
            }
            text.append(row == 1 && random.nextBoolean() ? "" : end);
        }
        return text.append(random.nextInt(10) == 0 ? "\u001a" : "").toString();
    }

    private static List<String> read(Path file, boolean asBytes, int[] taken) {
        List<String> rows = new ArrayList<>();
        try {
            CsvPlugin.read(file, SCHEMA, Map.of(), new CsvPlugin.Rows() {
                @Override
                public boolean cells(CsvPlugin.Cells cells, long line) {
                    if (!asBytes || cells.idTo() - cells.idFrom() < 1) {
                        return false;
                    }
                    String id = text(cells, cells.idFrom(), cells.idTo()).strip();
                    if (id.isEmpty()) {
                        return false;
                    }
                    Fields.Builder fields = Fields.builder(SCHEMA);
                    for (int i = 0; i < SCHEMA.size(); i++) {
                        int from = cells.from(i);
                        fields.text(SCHEMA.property(i).name(), from < 0 ? null : text(cells, from, cells.to(i)));
                    }
                    rows.add(row(line, id, fields.build(), cells.modified()));
                    taken[0]++;
                    return true;
                }

                @Override
                public void record(RecordSnapshot record, long line) {
                    rows.add(row(
                            line,
                            record.id(),
                            record.fields(),
                            record.modified().map(SourceRecord::micros).orElse(SourceRecord.NEVER)));
                }

                @Override
                public void refused(long line, String reason) {
                    rows.add(line + " refused: " + reason);
                }

                @Override
                public void note(String remark) {
                    rows.add("note: " + remark);
                }
            });
        } catch (TalkException e) {
            rows.add("failed: " + e.getMessage());
        }
        return rows;
    }

    private static String text(CsvPlugin.Cells cells, int from, int to) {
        return new String(cells.bytes(), from, to - from, StandardCharsets.UTF_8);
    }

    private static String row(long line, String id, Fields fields, long modified) {
        StringBuilder row = new StringBuilder(line + ": " + id + " at " + modified);
        for (int i = 0; i < SCHEMA.size(); i++) {
            row.append(" | ").append(fields.originalText(i).orElse("?"));
        }
        return row.toString();
    }
}

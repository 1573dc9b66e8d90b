package io.sesam.talk.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A copy of the three spreadsheets, and the talk command as the README runs it: in a process of its own. */
final class Spreadsheets {
    private static final Path ORIGINAL = Path.of("..", "talk-examples", "src", "example", "three-spreadsheets");
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    final Path directory;

    private Spreadsheets(Path directory) {
        this.directory = directory;
    }

    static Spreadsheets copyTo(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(ORIGINAL)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = directory.resolve(ORIGINAL.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return new Spreadsheets(directory);
    }

    /** What the command printed, as JSON; its exit code must be as expected. */
    JsonNode sync(int expectedCode) throws Exception {
        Path out = Files.createTempFile("talk", ".json");
        Path err = Files.createTempFile("talk", ".txt");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.sesam.talk.cli.Main"));
        command.addAll(List.of(
                "sync", "--json", "--config", directory.resolve("talk.yaml").toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(3, TimeUnit.MINUTES) || process.exitValue() != expectedCode) {
            process.destroyForcibly();
            throw new AssertionError("talk did not end with " + expectedCode + ": " + Files.readString(err));
        }
        return new ObjectMapper().readTree(out.toFile());
    }

    /** The rows of a sheet by the value of a column; of several with one value, the last. */
    Map<String, Map<String, String>> rows(String sheet, String key) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        rows(sheet).forEach(row -> rows.put(row.get(key), row));
        return rows;
    }

    /** The rows of a sheet, each as its cells by header. A cell may hold several lines. */
    List<Map<String, String>> rows(String sheet) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter(sheet))
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = format.parse(new StringReader(text(sheet)))) {
            return parser.stream().map(CSVRecord::toMap).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes one cell by hand, in the one row that holds it. */
    void edit(String sheet, String row, String edited) throws IOException {
        String text = text(sheet);
        if (text.indexOf(row) < 0 || text.indexOf(row) != text.lastIndexOf(row)) {
            throw new AssertionError("not in exactly one row of " + sheet + ": " + row);
        }
        String bom = sheet.startsWith("staff") ? "\uFEFF" : "";
        Files.write(directory.resolve(sheet), (bom + text.replace(row, edited)).getBytes(encoding(sheet)));
    }

    /** All sheets, to the byte. */
    Map<String, ByteBuffer> bytes() throws IOException {
        Map<String, ByteBuffer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".csv"))::iterator) {
                bytes.put(directory.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    /** The lines of a sheet; fails when it is not encoded as it was. */
    List<String> lines(String sheet) {
        return Arrays.asList(text(sheet).split("\r?\n"));
    }

    /** A sheet without its byte order mark. */
    String text(String sheet) {
        try {
            byte[] bytes = Files.readAllBytes(directory.resolve(sheet));
            String text =
                    encoding(sheet).newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String delimiter(String sheet) {
        return sheet.startsWith("accounting") ? ";" : ",";
    }

    private static Charset encoding(String sheet) {
        return sheet.startsWith("accounting") ? WINDOWS : StandardCharsets.UTF_8;
    }
}

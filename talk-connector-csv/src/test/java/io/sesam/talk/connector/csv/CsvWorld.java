package io.sesam.talk.connector.csv;

import io.sesam.talk.connector.csv.disk.AtomicReplacement;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Fields;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.testkit.connector.Breakage;
import io.sesam.talk.testkit.connector.ConnectorWorld;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A directory of CSV files as its user edits them. One cell at a time, and each file saved as a whole. */
final class CsvWorld implements ConnectorWorld {
    private final Path directory;
    private int ids = 100;

    CsvWorld(Path directory) throws IOException {
        this.directory = directory;
        for (Schema schema : schemas()) {
            List<String> header = new ArrayList<>(List.of("id"));
            schema.properties().stream().map(Property::name).forEach(header::add);
            save(schema.type(), List.of(header));
        }
    }

    @Override
    public Map<String, ?> settings() {
        return Map.of("directory", directory.toString());
    }

    @Override
    public boolean noticesStaleDecisions() {
        return true;
    }

    @Override
    public String put(Fields record) {
        String id = String.valueOf(ids++);
        List<List<String>> rows = rows(record.schema().type());
        List<String> row = new ArrayList<>(List.of(id));
        for (int i = 0; i < record.schema().size(); i++) {
            row.add(record.originalText(i).orElse(""));
        }
        rows.add(row);
        save(record.schema().type(), rows);
        return id;
    }

    @Override
    public void change(String id, Fields changes) {
        EntityType type = changes.schema().type();
        List<List<String>> rows = rows(type);
        for (List<String> row : rows) {
            for (int i = 0; row.get(0).equals(id) && i < changes.schema().size(); i++) {
                row.set(i + 1, changes.originalText(i).orElse(row.get(i + 1)));
            }
        }
        save(type, rows);
    }

    @Override
    public void delete(EntityType type, String id) {
        List<List<String>> rows = rows(type);
        rows.removeIf(row -> row.get(0).equals(id));
        save(type, rows);
    }

    @Override
    public Map<String, Fields> list(EntityType type) {
        Schema schema = schemas().stream()
                .filter(s -> s.type().equals(type))
                .findFirst()
                .orElseThrow();
        Map<String, Fields> there = new LinkedHashMap<>();
        List<List<String>> rows = rows(type);
        for (List<String> row : rows.subList(1, rows.size())) {
            Fields.Builder fields = Fields.builder(schema);
            for (int i = 0; i < schema.size(); i++) {
                fields.text(schema.property(i).name(), row.get(i + 1));
            }
            there.put(row.get(0), fields.build());
        }
        return there;
    }

    @Override
    public List<Breakage> breakages() {
        List<Breakage> breakages = new ArrayList<>(List.of(
                Breakage.of(
                        "emptied files", ErrorCode.LISTING_SUSPECT, () -> each(file -> Files.write(file, new byte[0]))),
                Breakage.of("files of which only the header is left", ErrorCode.LISTING_SUSPECT, () -> each(this::cut)),
                Breakage.of("deleted files", ErrorCode.LISTING_SUSPECT, () -> each(Files::delete)),
                Breakage.of("two rows with one id", ErrorCode.UNREADABLE, () -> each(this::repeatLastRow)),
                Breakage.of("a quotation mark that is never closed", ErrorCode.UNREADABLE, () -> append("7,\"open\n")),
                Breakage.of(
                        "too many cells in every row",
                        ErrorCode.UNREADABLE,
                        () -> each(file -> Files.writeString(
                                file, Files.readString(file).replaceAll("\n(.)", "\n7,canary7f3a,,,,,,,,,x,$1")))),
                Breakage.of("bytes of no encoding", ErrorCode.UNREADABLE, () -> append("\0\1\2".repeat(1000))),
                Breakage.ofWriting("files that are read-only", ErrorCode.UNWRITABLE, () -> each(this::makeReadOnly)),
                Breakage.ofWriting(
                        "files that are open in an office program", ErrorCode.UNWRITABLE, () -> each(this::open)),
                Breakage.ofWriting("no room for a temporary file", ErrorCode.UNWRITABLE, () -> each(this::obstruct))));
        return breakages;
    }

    private void each(Step step) throws IOException {
        for (Schema schema : schemas()) {
            step.on(file(schema.type()));
        }
    }

    private void append(String text) throws IOException {
        each(file -> Files.writeString(file, text, StandardOpenOption.APPEND));
    }

    private void cut(Path file) throws IOException {
        Files.writeString(file, Files.readString(file).lines().findFirst().orElseThrow() + "\n");
    }

    private void repeatLastRow(Path file) throws IOException {
        EntityType type = new EntityType(String.valueOf(file.getFileName()).replace(".csv", ""));
        List<List<String>> rows = rows(type);
        rows.add(rows.get(rows.size() - 1));
        save(type, rows.size() > 2 ? rows : rows.subList(0, 1));
    }

    private void makeReadOnly(Path file) throws IOException {
        Files.setPosixFilePermissions(file, Set.of(PosixFilePermission.OWNER_READ));
    }

    private void open(Path file) throws IOException {
        Files.writeString(file.resolveSibling(".~lock." + file.getFileName() + "#"), "somebody");
    }

    private void obstruct(Path file) throws IOException {
        Files.createDirectories(AtomicReplacement.temporary(file));
    }

    private Path file(EntityType type) {
        return directory.resolve(type + ".csv");
    }

    private List<List<String>> rows(EntityType type) {
        List<List<String>> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(Files.readString(file(type))))
                .setFormat(CSVFormat.DEFAULT)
                .get()) {
            for (CSVRecord record : parser) {
                rows.add(new ArrayList<>(record.toList()));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save(EntityType type, List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(CSVFormat.DEFAULT.format(row.toArray())).append('\n'));
        try {
            Files.writeString(file(type), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An action on one file. */
    @FunctionalInterface
    private interface Step {
        void on(Path file) throws IOException;
    }
}

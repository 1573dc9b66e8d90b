package io.sesam.talk.connector.csv.settings;

import io.sesam.talk.connector.csv.cell.CellText;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.settings.Nearest;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a directory of CSV files.
 *
 * @param directory the directory of the files
 * @param columns for each type, the headers that differ from the names of the properties
 * @param encoding the encoding of the files; empty to detect it
 * @param delimiter the character between cells; empty to detect it
 * @param formulas the handling of values that a spreadsheet takes for formulas
 */
public record CsvSettings(
        Path directory,
        Map<EntityType, Map<String, String>> columns,
        Optional<Charset> encoding,
        Optional<Character> delimiter,
        CellText.Formulas formulas) {
    /** The key of the record id in {@code columns}. Also its header where it is not mapped. */
    public static final String ID = "id";
    /** The key of the change time in {@code columns}. Also its header where it is not mapped. */
    public static final String MODIFIED = "modified";

    private static final Setting<Path> DIRECTORY = Setting.path("directory")
            .required()
            .describedAs("the directory with person.csv, organisation.csv, product.csv");
    private static final Setting<Map<String, Map<String, String>>> COLUMNS = Setting.mappings("columns")
            .orElse(Map.of())
            .describedAs("headers that differ from the names of the properties, by type: person: { email: E-mail,"
                    + " id: No, modified: Changed }");
    private static final Setting<String> ENCODING = Setting.text("encoding")
            .describedAs(
                    "the encoding of the files, such as UTF-8, windows-1252, windows-1251 or Shift_JIS: any that this"
                            + " Java runtime reads and writes; detected when left out");
    private static final Setting<String> DELIMITER =
            Setting.text("delimiter").describedAs("the character between cells, or tab; detected when left out");
    private static final Setting<String> FORMULAS = Setting.text("formulas")
            .describedAs("keep: values that begin with = + - @ are written as they are; quote: after an apostrophe, so"
                    + " that no spreadsheet computes them, and read without it; keep when left out");

    public static final PluginSpec SPEC = PluginSpec.of(
            "csv",
            "A directory of CSV files, one for each type, read and written.",
            List.of(DIRECTORY, COLUMNS, ENCODING, DELIMITER, FORMULAS));

    public static CsvSettings of(Settings settings, PluginContext context) {
        List<String> problems = new ArrayList<>();
        CsvSettings read = new CsvSettings(
                settings.get(DIRECTORY),
                columns(settings.get(COLUMNS), context, problems),
                settings.find(ENCODING).flatMap(name -> charset(name, problems)),
                settings.find(DELIMITER).flatMap(text -> delimiter(text, problems)),
                settings.find(FORMULAS).map(text -> formulas(text, problems)).orElse(CellText.Formulas.KEEP));
        context.schemas().values().forEach(schema -> checkColumns(schema, read.columns(schema.type()), problems));
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems.stream()
                    .map(problem -> "connection " + context.name() + ": " + problem)
                    .toList());
        }
        return read;
    }

    /** Returns the mapped headers of one type. */
    public Map<String, String> columns(EntityType type) {
        return columns.getOrDefault(type, Map.of());
    }

    private static Map<EntityType, Map<String, String>> columns(
            Map<String, Map<String, String>> raw, PluginContext context, List<String> problems) {
        Map<EntityType, Map<String, String>> columns = new LinkedHashMap<>();
        raw.forEach((name, headers) -> {
            Schema schema = schema(name, context);
            if (schema == null) {
                List<String> known = context.schemas().keySet().stream()
                        .map(EntityType::name)
                        .toList();
                problems.add("columns: no type \"" + name + "\"" + Nearest.hint(name, known));
            } else {
                checkHeaders(schema, headers, problems);
                columns.put(schema.type(), Map.copyOf(headers));
            }
        });
        return columns;
    }

    private static @Nullable Schema schema(String name, PluginContext context) {
        return context.schemas().values().stream()
                .filter(schema -> schema.type().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void checkHeaders(Schema schema, Map<String, String> headers, List<String> problems) {
        List<String> known = new ArrayList<>(List.of(ID, MODIFIED));
        schema.properties().stream().map(Property::name).forEach(known::add);
        Set<String> taken = new HashSet<>();
        headers.forEach((property, header) -> {
            String where = "columns." + schema.type() + "." + property;
            if (!known.contains(property)) {
                problems.add(where + ": no such property" + Nearest.hint(property, known));
            } else if (header.isBlank()) {
                problems.add(where + " is empty; name the header of the column, or remove the line");
            } else if (!taken.add(CellText.header(header))) {
                problems.add(where + ": the column \"" + header + "\" is used twice");
            }
        });
    }

    /** Refuses a column with two meanings: writing one would overwrite the other. */
    private static void checkColumns(Schema schema, Map<String, String> headers, List<String> problems) {
        Map<String, String> users = new HashMap<>();
        users.put(CellText.header(headers.getOrDefault(ID, ID)), "the record's id");
        users.putIfAbsent(CellText.header(headers.getOrDefault(MODIFIED, MODIFIED)), "the time of change");
        for (Property property : schema.properties()) {
            String name = property.name();
            String header = headers.getOrDefault(name, name);
            if (name.equals(ID) || name.equals(MODIFIED)) {
                problems.add("the property \"" + schema.type() + "." + name + "\" has the name of the column of "
                        + users.getOrDefault(name, "Talk itself") + "; give the property another name");
            } else if (!property.isReplaceable() || headers.containsKey(name)) {
                String other = users.putIfAbsent(CellText.header(header), "the property " + name);
                if (other != null
                        && !header.isBlank()
                        && problems.stream().noneMatch(problem -> problem.contains("is used twice"))) {
                    problems.add("columns." + schema.type() + "." + name + ": the column \"" + header
                            + "\" is the one of " + other + "; name another column");
                }
            }
        }
    }

    private static Optional<Charset> charset(String name, List<String> problems) {
        try {
            Charset charset = Charset.forName(name.strip());
            if (!charset.canEncode()
                    || "a".getBytes(charset).length != "aa".getBytes(charset).length - "a".getBytes(charset).length) {
                problems.add("encoding: Java cannot write it line by line; save the files as \"CSV UTF-8\"");
            }
            return Optional.of(charset.equals(StandardCharsets.UTF_16) ? StandardCharsets.UTF_16BE : charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            problems.add("encoding: this Java runtime does not support it; try UTF-8 or windows-1252");
            return Optional.empty();
        }
    }

    private static CellText.Formulas formulas(String text, List<String> problems) {
        Optional<CellText.Formulas> chosen = Arrays.stream(CellText.Formulas.values())
                .filter(value -> value.name().equalsIgnoreCase(text.strip()))
                .findFirst();
        if (chosen.isEmpty()) {
            problems.add("formulas must be \"keep\" or \"quote\"");
        }
        return chosen.orElse(CellText.Formulas.KEEP);
    }

    private static Optional<Character> delimiter(String text, List<String> problems) {
        if (text.strip().equalsIgnoreCase("tab")) {
            return Optional.of('\t');
        }
        if (text.length() != 1 || "\"\r\n".contains(text) || Character.isLetterOrDigit(text.charAt(0))) {
            problems.add("delimiter must be one character other than a letter, digit or quotation mark, or \"tab\"");
            return Optional.empty();
        }
        return Optional.of(text.charAt(0));
    }
}

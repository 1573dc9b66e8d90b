package io.sesam.talk.settings;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Experimental;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TypePolicy;
import io.sesam.talk.settings.tree.ConfigFile;
import io.sesam.talk.settings.tree.ConfigSection;
import io.sesam.talk.settings.tree.Variables;
import io.sesam.talk.spi.settings.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of a merge of files.
 *
 * <pre>{@code
 * trust: [crm, erp]
 * files:
 *   crm.csv: { system: crm, type: person, columns: { email: E-mail, id: Number } }
 *   exports/people.jsonl: { system: erp, type: person }
 * links: links.csv
 * out: golden
 * format: parquet
 * }</pre>
 *
 * <p>{@code types}, {@code match} and {@code winners} are those of {@link TalkSettings}.
 */
@Experimental
public final class MergeSettings {
    private static final String[] KEYS = {"trust", "types", "match", "winners", "files", "links", "out", "format"};
    private static final List<String> FORMATS = List.of("csv", "parquet");

    private final Map<EntityType, TypePolicy> policies;
    private final List<InputFile> files;
    private final Optional<Path> links;
    private final Optional<Path> out;
    private final Optional<String> format;

    private MergeSettings(
            Map<EntityType, TypePolicy> policies,
            List<InputFile> files,
            Optional<Path> links,
            Optional<Path> out,
            Optional<String> format) {
        this.policies = Map.copyOf(policies);
        this.files = List.copyOf(files);
        this.links = links;
        this.out = out;
        this.format = format;
    }

    /** A file of records of one system and type. */
    public static final class InputFile {
        private final Path path;
        private final SystemName system;
        private final EntityType type;
        private final Map<String, String> columns;

        private InputFile(Path path, SystemName system, EntityType type, Map<String, String> columns) {
            this.path = path;
            this.system = system;
            this.type = type;
            this.columns = Map.copyOf(columns);
        }

        /** Returns the path. */
        public Path path() {
            return path;
        }

        /** Returns the system whose records they are. */
        public SystemName system() {
            return system;
        }

        /** Returns the type of the records. */
        public EntityType type() {
            return type;
        }

        /** Returns the headers that differ from the names of the properties. */
        public Map<String, String> columns() {
            return columns;
        }
    }

    /**
     * Reads a file of YAML, or of JSON when its name ends in {@code .json}. Paths in it are relative to it.
     *
     * @throws TalkException CONFIGURATION with all problems
     */
    public static MergeSettings from(Path file, Map<String, String> environment) {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        List<String> problems = new ArrayList<>();
        ConfigSection top =
                ConfigFile.of(file).read(new Variables(environment, directory, Map.of(), problems), problems);
        MergeSettings settings = read(top.knowing(KEYS), directory, problems);
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems.stream().distinct().toList());
        }
        return settings;
    }

    /**
     * Returns the settings of a merge of files of one type, with the default rules. Each system has the name of its file;
     * the first one is trusted most.
     *
     * @throws TalkException CONFIGURATION with all problems
     */
    public static MergeSettings of(String type, List<Path> paths) {
        List<String> problems = new ArrayList<>();
        TalkBuilder builder = Talk.builder();
        List<InputFile> files = new ArrayList<>();
        if (!type.matches("[a-z][a-z0-9_]{0,62}")) {
            problems.add("\"" + type + "\" is no type; the types are " + names(builder.policies()));
        } else {
            for (Path path : paths) {
                input(path, systemOf(path), type, Map.of(), problems).ifPresent(files::add);
            }
        }
        builder.trust(systems(files).toArray(String[]::new));
        Map<EntityType, TypePolicy> policies = problems.isEmpty() ? builder.policies() : Map.of();
        if (problems.isEmpty()) {
            requireTypes(files, policies, problems);
        }
        if (!problems.isEmpty()) {
            throw TalkException.configuration(problems);
        }
        return new MergeSettings(policies, files, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static MergeSettings read(ConfigSection top, Path directory, List<String> problems) {
        TalkBuilder builder = Talk.builder();
        new TypeSettings(builder).read(top.section("types"));
        new MatchSettings(builder).read(top.section("match"));
        List<InputFile> files = new ArrayList<>();
        top.section("files").sections((name, file) -> {
            file.knowing("system", "type", "columns");
            Path path = directory.resolve(name);
            Map<String, String> columns = new LinkedHashMap<>();
            ConfigSection mapped = file.section("columns");
            mapped.without().forEach((key, header) -> {
                if (header instanceof Boolean) {
                    mapped.problem(
                            mapped.place(key)
                                    + " is no text for YAML, which takes No and Yes for false and true; put it in quotation marks");
                } else {
                    mapped.text(key).ifPresent(text -> columns.put(key, text));
                }
            });
            input(
                            path,
                            file.text("system").orElseGet(() -> systemOf(path)),
                            file.text("type").orElse("person"),
                            columns,
                            problems)
                    .ifPresent(files::add);
        });
        if (files.isEmpty() && problems.isEmpty()) {
            problems.add("files: name the files to merge, such as crm.csv: { system: crm, type: person }");
        }
        List<String> systems = systems(files);
        List<String> trust = top.texts("trust");
        trust.stream()
                .filter(system -> !systems.contains(system))
                .forEach(system ->
                        problems.add("trust: no file of a system \"" + system + "\"" + Nearest.hint(system, systems)));
        builder.trust(trust.stream().filter(systems::contains).toArray(String[]::new));
        new WinnerSettings(builder, systems, trust).read(top.section("winners"));
        Map<EntityType, TypePolicy> policies = problems.isEmpty() ? builder.policies() : Map.of();
        if (problems.isEmpty()) {
            requireTypes(files, policies, problems);
        }
        return new MergeSettings(
                policies,
                files,
                top.text("links").map(directory::resolve),
                top.text("out").map(directory::resolve),
                format(top, problems));
    }

    private static Optional<String> format(ConfigSection top, List<String> problems) {
        Optional<String> format = top.text("format");
        format.filter(named -> !FORMATS.contains(named))
                .ifPresent(named -> problems.add("format: no format \"" + named + "\"" + Nearest.hint(named, FORMATS)));
        return format;
    }

    private static Optional<InputFile> input(
            Path path, String system, String type, Map<String, String> columns, List<String> problems) {
        if (!SettingsNames.isSystem(system)) {
            problems.add(path.getFileName() + ": \"" + system
                    + "\" is no name of a system: lower-case letters, digits, _ and -, beginning with a letter. Name it in"
                    + " a settings file: files: { " + path.getFileName() + ": { system: crm } }");
            return Optional.empty();
        }
        if (!type.matches("[a-z][a-z0-9_]{0,62}")) {
            problems.add(path.getFileName() + ": \"" + type + "\" is no name of a type");
            return Optional.empty();
        }
        return Optional.of(new InputFile(path, new SystemName(system), new EntityType(type), columns));
    }

    private static void requireTypes(
            List<InputFile> files, Map<EntityType, TypePolicy> policies, List<String> problems) {
        for (InputFile file : files) {
            TypePolicy policy = policies.get(file.type());
            if (policy == null) {
                problems.add(file.path().getFileName() + ": no type \"" + file.type() + "\""
                        + Nearest.hint(file.type().name(), names(policies)));
            } else {
                file.columns().keySet().stream()
                        .filter(key -> !key.equals("id")
                                && !key.equals("modified")
                                && policy.schema().indexOf(key) < 0)
                        .forEach(key -> problems.add(file.path().getFileName() + ": columns: the type " + file.type()
                                + " has no property \"" + key + "\""));
            }
        }
    }

    private static List<String> names(Map<EntityType, TypePolicy> policies) {
        return policies.keySet().stream().map(EntityType::name).sorted().toList();
    }

    private static List<String> systems(List<InputFile> files) {
        return files.stream().map(file -> file.system().value()).distinct().collect(Collectors.toList());
    }

    /** The name of a file without its ending, in lower case. */
    private static String systemOf(Path path) {
        String name = String.valueOf(path.getFileName());
        int dot = name.indexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name)
                .toLowerCase(java.util.Locale.ROOT)
                .replace(' ', '-');
    }

    /** Returns the policies of the types that have files. */
    public List<TypePolicy> policies() {
        return policies.values().stream()
                .filter(policy -> files.stream().anyMatch(file -> file.type().equals(policy.type())))
                .sorted((one, other) -> one.type().compareTo(other.type()))
                .toList();
    }

    /** Returns the files to merge. */
    public List<InputFile> files() {
        return files;
    }

    /** Returns the file of links, if there is one. */
    public Optional<Path> links() {
        return links;
    }

    /** Returns the directory of the result, if it is set. */
    public Optional<Path> out() {
        return out;
    }

    /** Returns the format of the result, {@code csv} or {@code parquet}, if it is set. */
    public Optional<String> format() {
        return format;
    }
}

package io.sesam.talk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.cli.Place.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of a directory become connectors, and a jar that does not fit is reported before anything runs. */
final class PluginDirectoryTest {
    private static final Path FROZEN =
            Path.of("..", "talk-engine-tests", "src", "test", "resources", "frozen", "ledger-connector-spi-0.1.jar");
    private static final String SERVICE = "META-INF/services/io.sesam.talk.spi.ConnectorPlugin";

    @TempDir
    private Path directory;

    private Path plugins;
    private Place place;

    @BeforeEach
    void makeDirectory() throws IOException {
        plugins = Files.createDirectory(directory.resolve("plugins"));
        place = new Place(directory)
                .file("talk.yaml", """
                        store: { kind: sqlite, path: talk.db }
                        trust: [crm, book]
                        connections:
                          crm: { connector: csv, settings: { directory: crm } }
                          book: { connector: ledger, settings: { directory: book, key: open sesame } }
                        """)
                .file("crm/person.csv", "id,firstname,lastname,email\n1,Anna,Berg,anna@one.example\n")
                .file("book/person/L1.properties", """
                        firstname=Bo
                        lastname=Lie
                        email=bo@one.example
                        \\#created=2026-01-02T08:00:00Z
                        \\#modified=2026-01-02T08:00:00Z
                        """);
    }

    @Test
    void aConnectorOfADirectorySyncsInAllCommands() throws IOException {
        Files.copy(FROZEN, plugins.resolve("ledger.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        assertThat(place.talk("--plugins", plugins.toString(), "check").code()).isEqualTo(ExitCode.DONE);
        Result first = place.talk("--plugins", plugins.toString(), "sync");
        assertThat(first.code()).as(first.err() + first.out()).isEqualTo(ExitCode.DONE);
        assertThat(place.read("crm/person.csv")).contains("bo@one.example");
        assertThat(place.spreadsheets()).isNotEmpty();
        try (Stream<Path> books = Files.list(directory.resolve("book").resolve("person"))) {
            assertThat(books).as("one was there, one is inserted").hasSize(2);
        }
        assertThat(place.talk("status", "--plugins=" + plugins).code()).isEqualTo(ExitCode.DONE);
        assertThat(Place.anywhere(Map.of("TALK_PLUGINS", plugins.toString()), "connectors")
                        .out())
                .contains("connector ledger");
        assertThat(Place.anywhere(Map.of(), "connectors").out()).doesNotContain("ledger");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void withoutTheDirectoryTheConnectorIsUnknown() {
        Result result = place.talk("sync");
        assertThat(result.code()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(result.err()).contains("no connector named \"ledger\"");
    }

    private String refused(Map<String, String> environment, String... arguments) {
        Result result = Place.anywhere(environment, arguments);
        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.MISCONFIGURED);
        assertThat(result.out()).isEmpty();
        return result.err();
    }

    private String refused() {
        return refused(Map.of(), "--plugins", plugins.toString(), "connectors");
    }

    @Test
    void whatIsNoDirectoryOfJarsIsTold() throws IOException {
        assertThat(refused(Map.of(), "--plugins", directory.resolve("missing").toString(), "connectors"))
                .contains("--plugins " + directory.resolve("missing") + ": there is no such directory");
        assertThat(refused(Map.of("TALK_PLUGINS", directory.resolve("talk.yaml").toString()), "connectors"))
                .contains("TALK_PLUGINS")
                .contains("is no directory");
        assertThat(refused()).contains("there is no .jar file in it");
        Files.writeString(plugins.resolve("half.jar"), "PK");
        assertThat(refused()).contains("half.jar: is no jar that can be read");
        jar("empty.jar", Map.of("readme.txt", "nothing".getBytes(StandardCharsets.UTF_8)));
        Files.delete(plugins.resolve("half.jar"));
        assertThat(refused()).contains("none of its 1 jars registers a connector");
    }

    @Test
    void twoPluginsOfOneNameAreTold() throws IOException {
        Files.copy(FROZEN, plugins.resolve("ledger.jar"));
        jar("other.jar", compiled(Map.of("other.Twin", plugin("other", "Twin", "ledger", ""))), "other.Twin");
        jar("sheets.jar", compiled(Map.of("sheets.Csv", plugin("sheets", "Csv", "csv", ""))), "sheets.Csv");

        assertThat(refused())
                .contains("other.jar: has the connector ledger, which ledger.jar has, too")
                .contains("sheets.jar: has the connector csv, which Talk itself has, too");
    }

    @Test
    void aBrokenRegistrationIsTold() throws IOException {
        jar("gone.jar", new LinkedHashMap<>(), "gone.Plugin");
        jar("wrong.jar", compiled(Map.of("wrong.Thing", "package wrong; public class Thing {}")), "wrong.Thing");
        jar(
                "hidden.jar",
                compiled(
                        Map.of("hidden.Plugin", plugin("hidden", "Plugin", "hidden", "private Plugin(int number) {}"))),
                "hidden.Plugin");

        assertThat(refused())
                .contains("gone.jar: " + SERVICE + " names gone.Plugin, which is in no jar")
                .contains("wrong.jar: " + SERVICE + " names wrong.Thing, which is no ConnectorPlugin")
                .contains("hidden.jar: hidden.Plugin has no public constructor without parameters");
    }

    @Test
    void aPluginOfANewerTalkIsToldBeforeItRuns() throws IOException {
        Map<String, byte[]> classes = compiled(Map.of(
                "io.sesam.talk.spi.Forecast",
                "package io.sesam.talk.spi; public interface Forecast { static void ask() {} }",
                "io.sesam.talk.spi.Sleeper",
                "package io.sesam.talk.spi; public interface Sleeper { void dream(); }",
                "soon.Plugin",
                plugin("soon", "Plugin", "soon", "void ask() { io.sesam.talk.spi.Forecast.ask(); }"),
                "later.Plugin",
                plugin("later", "Plugin", "later", "void rest(io.sesam.talk.spi.Sleeper one) { one.dream(); }")));
        jar("soon.jar", Map.of("soon/Plugin.class", classes.get("soon/Plugin.class")), "soon.Plugin");
        jar("later.jar", Map.of("later/Plugin.class", classes.get("later/Plugin.class")), "later.Plugin");

        assertThat(refused())
                .contains("soon.jar: was made for another version of Talk, perhaps a newer one: it needs"
                        + " io.sesam.talk.spi.Forecast, which is not here")
                .contains("later.jar: was made for another version of Talk, perhaps a newer one: it needs"
                        + " io.sesam.talk.spi.Sleeper.dream, which is not here");
    }

    @Test
    void aPluginOfANewerJavaIsTold() throws IOException {
        Map<String, byte[]> classes = compiled(Map.of("fresh.Plugin", plugin("fresh", "Plugin", "fresh", "")));
        byte[] bytes = classes.get("fresh/Plugin.class");
        bytes[7] = (byte) (Runtime.version().feature() + 1 + 44);
        jar("fresh.jar", classes, "fresh.Plugin");

        assertThat(refused())
                .contains("fresh.jar: needs Java " + (Runtime.version().feature() + 1));
    }

    private static String plugin(String inPackage, String name, String connector, String more) {
        return """
                package %s;
                public final class %s implements io.sesam.talk.spi.ConnectorPlugin {
                    %s
                    public io.sesam.talk.spi.PluginSpec spec() {
                        return io.sesam.talk.spi.PluginSpec.of("%s", "A test.", java.util.List.of());
                    }
                    public io.sesam.talk.spi.Connector open(
                            io.sesam.talk.spi.settings.Settings settings, io.sesam.talk.spi.PluginContext context) {
                        throw new UnsupportedOperationException();
                    }
                }
                """.formatted(inPackage, name, more, connector);
    }

    /** Compiles classes; of Talk's own names, as if Talk had them so. */
    private Map<String, byte[]> compiled(Map<String, String> sources) throws IOException {
        Path from = Files.createTempDirectory(directory, "source");
        Path to = Files.createTempDirectory(directory, "classes");
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-d",
                to.toString(),
                "-classpath",
                Path.of("..", "talk-core", "target", "classes").toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = from.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(to)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                classes.put(to.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private void jar(String name, Map<String, byte[]> entries, String... providers) throws IOException {
        try (OutputStream file = Files.newOutputStream(plugins.resolve(name));
                JarOutputStream jar = new JarOutputStream(file)) {
            if (providers.length > 0) {
                jar.putNextEntry(new JarEntry(SERVICE));
                jar.write(
                        ("# made by a test\n" + String.join("\n", providers) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
    }
}

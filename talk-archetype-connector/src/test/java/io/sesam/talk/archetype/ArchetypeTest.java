package io.sesam.talk.archetype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Tests the project that the archetype makes: it compiles without warnings, its contract is green, and its demo syncs.
 * {@code first-connector.sh} of talk-examples does the same with Maven from an empty directory.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchetypeTest {
    private static final Map<String, String> NAMES = Map.of(
            "system", "Acme",
            "connector", "acme",
            "package", "com.example.acme",
            "groupId", "com.example",
            "artifactId", "acme-talk",
            "version", "1.0-SNAPSHOT",
            "dollar", "$");

    @TempDir
    private static Path directory;

    private URLClassLoader loader;

    @BeforeAll
    void generateAndCompile() throws Exception {
        Path template = Path.of(
                ArchetypeTest.class.getResource("/archetype-resources/pom.xml").toURI());
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(template.getParent())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path made = directory
                        .resolve("project")
                        .resolve(filled(
                                template.getParent().relativize(file).toString().replaceAll("__(\\w+)__", "\\${$1}")));
                Files.createDirectories(made.getParent());
                String text = Files.readString(file).replaceAll("(?m)^#set.*\\R", "");
                Files.writeString(made, file.toString().endsWith(".sh") ? text : filled(text));
                if (made.toString().endsWith(".java")) {
                    sources.add(made);
                }
            }
        }
        loader = compile(sources);
    }

    private static String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            filled = filled.replace("${" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    private static URLClassLoader compile(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(directory.resolve("classes"));
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "--release",
                                    "17",
                                    "-Xlint:all,-processing",
                                    "-Werror",
                                    "-classpath",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, ArchetypeTest.class.getClassLoader());
    }

    @Test
    void theContractOfANewConnectorIsGreen() throws Exception {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(loader.loadClass("com.example.acme.ContractTest")))
                .build();

        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            LauncherFactory.create().execute(request, listener);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }

        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getFailures())
                .extracting(failure -> failure.getException().getMessage())
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(50);
    }

    @Test
    void theDemoKeepsTwoServersInStep() throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            loader.loadClass("com.example.acme.Demo")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }

        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        for (String server : List.of("one:", "other:")) {
            assertThat(lines)
                    .filteredOn(line -> line.startsWith(server))
                    .singleElement()
                    .asString()
                    .contains("ada@x.example", "grace@x.example");
        }
    }

    @Test
    void thePluginIsFoundByItsService() throws Exception {
        Class<?> service = loader.loadClass("io.sesam.talk.spi.ConnectorPlugin");

        assertThat(ServiceLoader.load(service, loader))
                .extracting(plugin -> plugin.getClass().getName())
                .contains("com.example.acme.AcmePlugin");
    }

    @Test
    void everyFileOfTheProjectIsNamedInTheDescriptorAndItsVersionsAreFilledIn() throws IOException {
        String pom = Files.readString(directory.resolve("project/pom.xml"));
        assertThat(pom).doesNotContain("@").contains("<artifactId>acme-talk</artifactId>");
        assertThat(pom).containsPattern("<talk.version>\\d+\\.\\d+\\.\\d+");
        String descriptor;
        try (InputStream in = ArchetypeTest.class.getResourceAsStream("/META-INF/maven/archetype-metadata.xml")) {
            descriptor = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (File file : directory.resolve("project").toFile().listFiles(File::isFile)) {
            assertThat(file.getName().equals("pom.xml")
                            || descriptor.contains("<include>" + file.getName() + "</include>"))
                    .as(file.getName())
                    .isTrue();
        }
    }
}

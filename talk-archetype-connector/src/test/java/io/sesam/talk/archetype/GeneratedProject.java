package io.sesam.talk.archetype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A project that the archetype makes, without Maven. */
final class GeneratedProject {
    final Path directory;
    private final Path classes;
    private final String packageName;
    private URLClassLoader loader;

    /** Generates a project for a system, such as {@code Acme}. */
    GeneratedProject(Path directory, String system) throws IOException {
        this.directory = directory.resolve("project");
        this.classes = directory.resolve("classes");
        String name = system.toLowerCase(java.util.Locale.ROOT);
        packageName = "com.example." + name;
        Map<String, String> names = new HashMap<>();
        names.put("system", system);
        names.put("connector", name);
        names.put("package", packageName);
        names.put("groupId", "com.example");
        names.put("artifactId", name + "-talk");
        names.put("version", "1.0-SNAPSHOT");
        names.put("dollar", "$");
        Path template = template();
        for (Path file : filesOf(template)) {
            Path made = this.directory.resolve(
                    filled(template.relativize(file).toString().replaceAll("__(\\w+)__", "\\${$1}"), names));
            Files.createDirectories(made.getParent());
            String text = Files.readString(file).replaceAll("(?m)^#set.*\\R", "");
            Files.writeString(made, file.toString().endsWith(".sh") ? text : filled(text, names));
        }
    }

    private static Path template() {
        try {
            return Path.of(GeneratedProject.class
                            .getResource("/archetype-resources/pom.xml")
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String filled(String text, Map<String, String> names) {
        String filled = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("${" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Does as an author does who goes on: replaces and adds files, and removes those of the archetype that were replaced. */
    void goOn(Path example, String... replaced) throws IOException {
        for (String file : replaced) {
            List<Path> found = filesOf(directory).stream()
                    .filter(each -> each.getFileName().toString().equals(file))
                    .toList();
            assertThat(found).as(file).hasSize(1);
            Files.delete(found.get(0));
        }
        // The archetype lays sources in the package's directory only when Maven makes the project.
        for (Path source : filesOf(example.resolve("src"))) {
            Path kind = example.resolve("src").relativize(source).subpath(0, 2);
            Files.copy(
                    source,
                    directory.resolve("src").resolve(kind).resolve(source.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Compiles all sources, without a warning. */
    void compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Files.createDirectories(classes);
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
                            files.getJavaFileObjectsFromPaths(filesOf(directory.resolve("src")).stream()
                                    .filter(file -> file.toString().endsWith(".java"))
                                    .toList()))
                    .call();
            assertThat(done).as(messages.toString()).isTrue();
        }
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, GeneratedProject.class.getClassLoader());
    }

    /** Loads a class; without a dot, one of the project. */
    Class<?> load(String name) {
        try {
            return loader.loadClass(name.contains(".") ? name : packageName + "." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    ClassLoader loader() {
        return loader;
    }

    /** Runs the tests of a class. */
    TestExecutionSummary test(String name) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(load(name)))
                .build();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            LauncherFactory.create().execute(request, listener);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        return listener.getSummary();
    }

    /** Runs the demo; returns what it prints. */
    List<String> demo() throws ReflectiveOperationException {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            load("Demo").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

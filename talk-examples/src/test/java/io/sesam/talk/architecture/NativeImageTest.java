package io.sesam.talk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sesam.talk.Talk;
import io.sesam.talk.http.HttpApi;
import io.sesam.talk.settings.TalkSettings;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.enricher.EnricherPlugin;
import io.sesam.talk.spi.sink.SinkPlugin;
import io.sesam.talk.store.StorePlugin;
import io.sesam.talk.store.jdbc.SqliteStorePlugin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a native image must be told of: classes that are made by name, and resources that are read by name.
 *
 * <p>No native image is built here.
 */
final class NativeImageTest {
    private static final Map<String, Class<?>> MODULES = Map.of(
            "talk-core", Talk.class,
            "talk-http", HttpApi.class,
            "talk-settings", TalkSettings.class,
            "talk-store-jdbc", SqliteStorePlugin.class);

    /** Calls that reach something by its name, each with where the metadata tells of it. */
    private static final Set<String> REFLECTIVE = Set.of(
            "io.sesam.talk.Plugins -> ServiceLoader.load", // the services of talk-core
            "io.sesam.talk.engine.run.Workers -> Class.getMethod", // of a later JDK, as METHODS says
            "io.sesam.talk.http.SharedClients -> Class.getMethod",
            "io.sesam.talk.store.jdbc.source.OwnConnections -> ServiceLoader.load", // the drivers
            "io.sesam.talk.store.jdbc.Migrations -> Class.getResourceAsStream"); // the scripts

    /** Methods of the JDK that are called by name, because the oldest JDK does not have them. */
    private static final Map<String, Set<String>> METHODS = Map.of(
            "talk-core", Set.of("java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor"),
            "talk-http", Set.of("java.net.http.HttpClient.shutdownNow"));

    private static final Set<String> BY_NAME = Set.of(
            "forName",
            "newInstance",
            "getConstructor",
            "getDeclaredConstructor",
            "getMethod",
            "getDeclaredMethod",
            "getDeclaredField",
            "getField",
            "newProxyInstance",
            "getResource",
            "getResources",
            "getResourceAsStream",
            "getBundle",
            "readObject");

    /** Methods of Jackson that bind a type of ours; trees and tokens bind none. */
    private static final Set<String> BINDING =
            Set.of("readValue", "convertValue", "treeToValue", "valueToTree", "readValues");

    @Test
    void everyServiceAndResourceIsInTheMetadataAndNothingElse() throws Exception {
        for (Map.Entry<String, Class<?>> module : MODULES.entrySet()) {
            try (Content content = Content.of(module.getValue())) {
                JsonNode metadata = metadata(content, module.getKey());
                Set<String> methods = new TreeSet<>();
                metadata.path("reflection")
                        .forEach(type -> type.path("methods")
                                .forEach(method -> methods.add(type.path("type").asText() + "."
                                        + method.path("name").asText())));
                Set<String> expected = new TreeSet<>(METHODS.getOrDefault(module.getKey(), Set.of()));
                content.providers().forEach(provider -> expected.add(provider + ".<init>"));
                assertThat(methods).as(module.getKey()).isEqualTo(expected);
                for (String resource : content.resources()) {
                    assertThat(globs(metadata))
                            .as(module.getKey() + ": " + resource)
                            .anyMatch(glob -> matches(glob, resource));
                }
                assertThat(globs(metadata))
                        .as("globs that match nothing any more")
                        .allMatch(glob -> glob.startsWith("META-INF/services/")
                                || content.resources().stream().anyMatch(resource -> matches(glob, resource)));
            }
        }
    }

    @Test
    void theServicesThatAreLookedUpAreResources() throws Exception {
        try (Content content = Content.of(Talk.class)) {
            assertThat(globs(metadata(content, "talk-core")))
                    .containsExactlyInAnyOrder(
                            "META-INF/services/" + ConnectorPlugin.class.getName(),
                            "META-INF/services/" + EnricherPlugin.class.getName(),
                            "META-INF/services/" + SinkPlugin.class.getName(),
                            "META-INF/services/" + StorePlugin.class.getName());
        }
    }

    /** Whoever adds such a call tells the metadata, and then this list. */
    @Test
    void nothingElseIsReachedByName() {
        Set<String> found = new TreeSet<>();
        for (Class<?> module : MODULES.values()) {
            JavaClasses classes = new ClassFileImporter()
                    .importUrl(module.getProtectionDomain().getCodeSource().getLocation());
            assertThat(classes).isNotEmpty();
            classes.forEach(type -> type.getMethodCallsFromSelf().stream()
                    .filter(NativeImageTest::isReflective)
                    .forEach(call -> found.add(
                            type.getName() + " -> " + call.getTargetOwner().getSimpleName() + "." + call.getName())));
        }
        assertThat(found).isEqualTo(new TreeSet<>(REFLECTIVE));
    }

    private static boolean isReflective(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        boolean reflects = owner.equals("java.lang.Class")
                || owner.equals("java.lang.ClassLoader")
                || owner.startsWith("java.lang.reflect.")
                || owner.equals("java.util.ResourceBundle")
                || owner.equals("java.io.ObjectInputStream");
        return reflects && BY_NAME.contains(call.getName())
                || owner.equals("java.util.ServiceLoader") && call.getName().equals("load")
                || owner.startsWith("com.fasterxml.jackson.databind.") && BINDING.contains(call.getName());
    }

    private static JsonNode metadata(Content content, String module) throws IOException {
        return new ObjectMapper()
                .readTree(Files.readString(content.root()
                        .resolve("META-INF/native-image/io.sesam.talk/" + module + "/reachability-metadata.json")));
    }

    private static List<String> globs(JsonNode metadata) {
        List<String> globs = new ArrayList<>();
        metadata.path("resources")
                .forEach(resource -> globs.add(resource.path("glob").asText()));
        return globs;
    }

    private static boolean matches(String glob, String resource) {
        return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(resource));
    }

    /** A module as it is on the class path: a directory in a build, or a jar. */
    private record Content(Path root, FileSystem jar, List<String> files) implements AutoCloseable {
        static Content of(Class<?> type) throws Exception {
            Path location = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            FileSystem jar = Files.isDirectory(location)
                    ? FileSystems.getDefault()
                    : FileSystems.newFileSystem(URI.create("jar:" + location.toUri()), Map.of());
            Path root = Files.isDirectory(location) ? location : jar.getPath("/");
            try (Stream<Path> all = Files.walk(root)) {
                return new Content(
                        root,
                        jar,
                        all.filter(Files::isRegularFile)
                                .map(file -> root.relativize(file).toString())
                                .toList());
            }
        }

        /** What is read by name, besides classes and what tools read. */
        List<String> resources() {
            return files.stream()
                    .filter(file -> !file.endsWith(".class") && !file.startsWith("META-INF"))
                    .toList();
        }

        Set<String> providers() throws IOException {
            Set<String> providers = new TreeSet<>();
            for (String file : files) {
                if (file.startsWith("META-INF/services/")) {
                    providers.addAll(Files.readAllLines(root.resolve(file)));
                }
            }
            providers.removeIf(line -> line.isBlank() || line.startsWith("#"));
            return providers;
        }

        @Override
        public void close() throws IOException {
            if (jar != FileSystems.getDefault()) {
                jar.close();
            }
        }
    }
}

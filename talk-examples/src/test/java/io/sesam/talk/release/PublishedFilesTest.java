package io.sesam.talk.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sesam.talk.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The POMs and jars that this build would publish keep the rules of Maven Central.
 *
 * <p>Jars exist from the phase {@code package} on: {@code mvn verify} checks them, {@code mvn test} leaves those tests out. Javadoc and
 * lists of components are expected with {@code -Prelease}.
 */
@Tag("slow")
final class PublishedFilesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final boolean RELEASE = Boolean.getBoolean("talk.test.release");

    @Test
    void theBomKeepsTheRules() {
        assertThat(CentralRules.ofPom(ROOT.resolve("talk-bom/pom.xml"))).isEmpty();
    }

    @Test
    void theBomHasEveryPublishedModule() throws IOException {
        List<String> expected = new ArrayList<>(published());
        expected.add("talk-bom");
        List<String> listed = CentralRules.texts(ROOT.resolve("talk-bom/pom.xml"), "artifactId").stream()
                .filter(name -> name.startsWith("talk-"))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyPublishedPomKeepsTheRules() throws IOException {
        assumePackaged();
        assertThat(published())
                .hasSizeGreaterThan(15)
                .allSatisfy(module -> assertThat(
                                CentralRules.ofPom(ROOT.resolve(module).resolve("target/.flattened-pom.xml")))
                        .as(
                                module
                                        + "; if there is no POM, name the module as a dependency in talk-examples: its jar is made first")
                        .isEmpty());
    }

    @Test
    void everyPublishedJarKeepsTheRules() throws IOException {
        assumePackaged();
        assertThat(published()).allSatisfy(module -> {
            Path target = ROOT.resolve(module).resolve("target");
            assertThat(CentralRules.ofJars(target, target.resolve(".flattened-pom.xml"), RELEASE))
                    .as(module)
                    .isEmpty();
        });
    }

    @Test
    void compilingAModuleAgainGivesTheSameBytes(@TempDir Path again) throws IOException {
        Path module = ROOT.resolve("talk-http");
        List<Path> sources = files(module.resolve("src/main/java"), ".java");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources.stream()
                    .filter(file -> !file.endsWith("module-info.java"))
                    .toList());
            List<String> options = List.of(
                    "--release",
                    "17",
                    "-g",
                    "-parameters",
                    "-XDstringConcat=inline",
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    again.toString());
            assertThat(compiler.getTask(null, files, null, options, null, units).call())
                    .isTrue();
        }
        Map<String, String> first = new TreeMap<>();
        Map<String, String> second = new TreeMap<>();
        Path classes = module.resolve("target/classes");
        for (Path file : files(again, ".class")) {
            String name = again.relativize(file).toString();
            second.put(name, digest(file));
            first.put(name, digest(classes.resolve(name)));
        }
        assertThat(second).hasSizeGreaterThan(20).isEqualTo(first);
    }

    private static String digest(Path file) throws IOException {
        return Files.exists(file) ? java.util.HexFormat.of().formatHex(Files.readAllBytes(file)) : "missing";
    }

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** The modules with jars that are published. */
    private static List<String> published() throws IOException {
        List<String> published = new ArrayList<>();
        for (String module : CentralRules.texts(ROOT.resolve("pom.xml"), "module")) {
            String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
            if (!pom.contains("<maven.deploy.skip>true<") && !pom.contains("<packaging>pom<")) {
                published.add(module);
            }
        }
        return published;
    }

    private static void assumePackaged() {
        String core =
                Talk.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        assumeTrue(
                core.endsWith(".jar") && core.contains("/talk-core/target/"),
                "jars are made after the phase test; run mvn verify");
    }
}

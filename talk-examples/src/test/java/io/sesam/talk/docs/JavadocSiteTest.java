package io.sesam.talk.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the Javadoc of all modules has what they export, and nothing else. */
final class JavadocSiteTest {
    private static final Pattern EXPORT = Pattern.compile("exports\\s+([\\w.]+)\\s*;");

    private final Path root = Path.of("").toAbsolutePath().getParent();

    @Test
    void packagesThatAreNotExportedAreLeftOutAndNoOthers() throws IOException {
        String pom = Files.readString(root.resolve("pom.xml"));
        List<String> skipped = List.of(element(pom, "skippedModules").split(","));
        List<Pattern> excluded = Stream.of(element(pom, "excludePackageNames").split(","))
                .map(name -> Pattern.compile(name.replace(".", "\\.").replace("*", ".+")))
                .toList();
        Set<String> hidden = new TreeSet<>();
        Set<String> exported = new TreeSet<>();
        for (String module : modules(pom)) {
            Path sources = root.resolve(module).resolve("src/main/java");
            Path descriptor = sources.resolve("module-info.java");
            if (!skipped.contains(module) && Files.exists(descriptor)) {
                Set<String> exports = found(EXPORT, Files.readString(descriptor));
                exported.addAll(exports);
                Set<String> others = packages(sources);
                others.removeAll(exports);
                hidden.addAll(others);
            }
        }

        assertThat(exported).hasSizeGreaterThan(30).contains("io.sesam.talk", "io.sesam.talk.spi");
        assertThat(hidden).hasSizeGreaterThan(30).contains("io.sesam.talk.engine.run");
        assertThat(hidden)
                .as("not exported; add them to excludePackageNames of the profile site in pom.xml")
                .allMatch(name -> matches(excluded, name));
        assertThat(exported)
                .as("exported; excludePackageNames of the profile site in pom.xml must not match them")
                .noneMatch(name -> matches(excluded, name));
    }

    @Test
    void everyModuleIsEitherInTheBomOrLeftOut() throws IOException {
        String pom = Files.readString(root.resolve("pom.xml"));
        String bom = Files.readString(root.resolve("talk-bom/pom.xml"));
        List<String> skipped = List.of(element(pom, "skippedModules").split(","));

        assertThat(modules(pom))
                .filteredOn(module -> !bom.contains("<artifactId>" + module + "</artifactId>"))
                .filteredOn(module -> !module.equals("talk-benchmarks"))
                .isNotEmpty()
                .isSubsetOf(skipped);
    }

    private static Set<String> modules(String pom) {
        return found(Pattern.compile("<module>(.*?)</module>"), pom);
    }

    private static String element(String pom, String name) {
        Set<String> found = found(Pattern.compile("<" + name + ">(.*?)</" + name + ">"), pom);
        assertThat(found).as(name).hasSize(1);
        return found.iterator().next();
    }

    private static Set<String> packages(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .map(file -> sources.relativize(file.getParent())
                            .toString()
                            .replace('\\', '.')
                            .replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }
}

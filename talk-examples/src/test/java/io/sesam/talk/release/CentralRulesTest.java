package io.sesam.talk.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule for published files notices its own breach. */
final class CentralRulesTest {
    private static final String POM = """
            <project><modelVersion>4.0.0</modelVersion>
            <groupId>shop</groupId><artifactId>shop</artifactId><version>1.0</version>
            <name>Shop</name><description>A shop.</description><url>https://shop.example</url>
            <licenses><license><name>Apache-2.0</name><url>https://licence.example</url></license></licenses>
            <developers><developer><name>Ada</name><organization>Shop</organization></developer></developers>
            <scm><connection>scm:git:https://shop.example/shop.git</connection>
            <developerConnection>scm:git:https://shop.example/shop.git</developerConnection>
            <url>https://shop.example/shop</url></scm>
            <dependencies><dependency><groupId>shop</groupId><artifactId>bolts</artifactId><version>2.0</version>
            </dependency></dependencies></project>
            """;
    private static final Map<String, String> BREAKAGES = Map.ofEntries(
            Map.entry("<name>Shop</name>", "the POM has no name"),
            Map.entry("<description>A shop.</description>", "the POM has no description"),
            Map.entry("<url>https://shop.example</url>", "the POM has no url"),
            Map.entry("<name>Apache-2.0</name>", "the POM has no licenses/license/name"),
            Map.entry("<name>Ada</name>", "the POM has no developers/developer/name"),
            Map.entry(
                    "<connection>scm:git:https://shop.example/shop.git</connection>", "the POM has no scm/connection"),
            Map.entry("<url>https://shop.example/shop</url>", "the POM has no scm/url"),
            Map.entry("<version>1.0</version>", "the POM has no version"),
            Map.entry("<version>2.0</version>", "the POM has bolts without a version"));

    @TempDir
    private Path directory;

    @Test
    void aCompletePomIsAccepted() throws IOException {
        assertThat(CentralRules.ofPom(pom(POM))).isEmpty();
    }

    @Test
    void whatIsMissingInAPomIsNamed() throws IOException {
        for (Map.Entry<String, String> breakage : BREAKAGES.entrySet()) {
            assertThat(POM).contains(breakage.getKey());
            assertThat(CentralRules.ofPom(pom(POM.replace(breakage.getKey(), ""))))
                    .containsExactly(breakage.getValue());
        }
    }

    @Test
    void whatAConsumerCouldNotResolveIsNamed() throws IOException {
        assertThat(CentralRules.ofPom(pom(POM.replace("<modelVersion>", "<parent/><modelVersion>"))))
                .containsExactly("the POM has a parent");
        assertThat(CentralRules.ofPom(pom(POM.replace("2.0</version>", "${bolts.version}</version>"))))
                .containsExactly("the POM has bolts with a variable as version");
        assertThat(CentralRules.ofPom(pom(POM.replace("2.0</version>", "2.0</version><scope>test</scope>"))))
                .containsExactly("the POM has bolts with scope test");
    }

    @Test
    void jarsAreAcceptedWhenNothingIsMissing() throws IOException {
        Path pom = pom(POM);
        jars(complete(), "1.0");
        jar("shop-1.0-javadoc.jar", Map.of("index.html", ""));
        Files.writeString(directory.resolve("bom.json"), "{}");

        assertThat(CentralRules.ofJars(directory, pom, true)).isEmpty();
    }

    @Test
    void whatIsMissingBesideOrInAJarIsNamed() throws IOException {
        Path pom = pom(POM);
        assertThat(CentralRules.ofJars(directory, pom, false))
                .containsExactly("no shop-1.0.jar", "no shop-1.0-sources.jar");

        Map<String, String> entries = complete();
        entries.remove("META-INF/NOTICE");
        jars(entries, "0.9");
        assertThat(CentralRules.ofJars(directory, pom, true))
                .containsExactly(
                        "shop-1.0.jar has no META-INF/NOTICE",
                        "shop-1.0.jar has the Implementation-Version 0.9",
                        "no shop-1.0-javadoc.jar",
                        "no list of components: " + directory + "/bom.json");
    }

    @Test
    void anArchetypeHasTemplatesAndATextInPlaceOfClassesAndJavadoc() throws IOException {
        Path pom = pom(POM);
        Map<String, String> entries = complete();
        entries.remove("shop/Shop.class");
        entries.put("META-INF/maven/archetype-metadata.xml", "");
        jars(entries, "1.0");
        jar("shop-1.0-javadoc.jar", Map.of("archetype-resources/README.md", ""));
        Files.writeString(directory.resolve("bom.json"), "{}");
        assertThat(CentralRules.ofJars(directory, pom, true))
                .containsExactly("shop-1.0.jar has no .class", "shop-1.0-javadoc.jar has no .html");

        Path descriptor = directory.resolve("classes/META-INF/maven/archetype-metadata.xml");
        Files.createDirectories(descriptor.getParent());
        Files.writeString(descriptor, "");
        assertThat(CentralRules.ofJars(directory, pom, true)).isEmpty();
    }

    @Test
    void aJarThatTellsItsTimeIsNamed() throws IOException {
        Path pom = pom(POM);
        Map<String, String> entries = complete();
        entries.put("late.class", "");
        jars(entries, "1.0");

        assertThat(CentralRules.ofJars(directory, pom, false))
                .containsExactly("shop-1.0.jar has entries of 2 times: a second build differs");
    }

    private static Map<String, String> complete() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("META-INF/LICENSE", "");
        entries.put("META-INF/NOTICE", "");
        entries.put("shop/Shop.class", "");
        return entries;
    }

    private void jars(Map<String, String> entries, String version) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nImplementation-Version: " + version + "\n\n");
        all.putAll(entries);
        jar("shop-1.0.jar", all);
        jar("shop-1.0-sources.jar", Map.of("shop/Shop.java", ""));
    }

    private void jar(String name, Map<String, String> entries) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(directory.resolve(name)))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                ZipEntry zip = new ZipEntry(entry.getKey());
                String time = entry.getKey().startsWith("late") ? "2026-02-02T00:00:00Z" : "2026-01-01T00:00:00Z";
                zip.setLastModifiedTime(FileTime.from(Instant.parse(time)));
                out.putNextEntry(zip);
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
    }

    private Path pom(String text) throws IOException {
        return Files.writeString(directory.resolve("shop.pom"), text);
    }
}

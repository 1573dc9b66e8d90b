package io.sesam.talk.archetype;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Tests the project that the archetype makes: it compiles without warnings, its contract is green, and its demo syncs.
 * {@code first-connector.sh} does the same with Maven from an empty directory.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchetypeTest {
    @TempDir
    private static Path directory;

    private GeneratedProject project;

    @BeforeAll
    void generateAndCompile() throws Exception {
        project = new GeneratedProject(directory, "Acme");
        project.compile();
    }

    @Test
    void theContractOfANewConnectorIsGreen() throws Exception {
        TestExecutionSummary summary = project.test("ContractTest");

        assertThat(summary.getFailures())
                .extracting(failure -> failure.getException().getMessage())
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThan(50);
    }

    @Test
    void theDemoKeepsTwoServersInStep() throws Exception {
        List<String> lines = project.demo();

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
        Class<?> service = project.load("io.sesam.talk.spi.ConnectorPlugin");

        assertThat(ServiceLoader.load(service, project.loader()))
                .extracting(plugin -> plugin.getClass().getName())
                .contains("com.example.acme.AcmePlugin");
    }

    @Test
    void everyFileOfTheProjectIsNamedInTheDescriptorAndItsVersionsAreFilledIn() throws IOException {
        String pom = project.read("pom.xml");
        assertThat(pom).doesNotContain("@").contains("<artifactId>acme-talk</artifactId>");
        assertThat(pom).containsPattern("<talk.version>\\d+\\.\\d+\\.\\d+");
        String descriptor;
        try (InputStream in = ArchetypeTest.class.getResourceAsStream("/META-INF/maven/archetype-metadata.xml")) {
            descriptor = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (File file : project.directory.toFile().listFiles(File::isFile)) {
            assertThat(file.getName().equals("pom.xml")
                            || descriptor.contains("<include>" + file.getName() + "</include>"))
                    .as(file.getName())
                    .isTrue();
        }
    }
}

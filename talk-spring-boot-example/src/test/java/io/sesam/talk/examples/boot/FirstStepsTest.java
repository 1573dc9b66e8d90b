package io.sesam.talk.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimHubSpot;
import io.sesam.talk.simulators.SimRequest;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example from an empty directory on, with a simulated HubSpot and a PostgreSQL. */
@Tag("slow")
final class FirstStepsTest {
    @TempDir
    private Path directory;

    @Test
    void theSettingsAreTenLines() throws Exception {
        assertThat(Files.readAllLines(Path.of("src/main/resources/application.yaml")))
                .hasSize(10);
    }

    @Test
    void fromAnEmptyDirectoryToARecordThatAWebhookChangedAndNothingLostByAStop() throws Exception {
        try (SimHubSpot hubspot = SimHubSpot.start(Clock.systemUTC())) {
            // From the last change on, until the application has stopped, HubSpot does not answer any more.
            hubspot.server()
                    .failAlways(new AfterTheLastChange()::isAsked, new SimFault.Silence(false, Duration.ofSeconds(20)));

            List<String> original = run(hubspot);

            assertThat(original.get(original.size() - 1))
                    .as(String.join("\n", original))
                    .isEqualTo("== Done");
            assertThat(hubspot.ids("contacts")).hasSize(1);
        }
    }

    /** Sees the change of the script, and everything after it. */
    private static final class AfterTheLastChange {
        private boolean changed;

        synchronized boolean isAsked(SimRequest request) {
            boolean before = changed;
            changed |= request.method().equals("PATCH") && request.body().contains("King");
            return before;
        }
    }

    private List<String> run(SimHubSpot hubspot) throws Exception {
        Path script = Path.of("src/example/first-steps.sh").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("CLASSPATH", classPath());
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", java, (path, bin) -> bin + File.pathSeparator + path);
        builder.environment().put("DATABASE", Database.create("first_steps"));
        builder.environment().put("HUBSPOT", hubspot.uri().toString());
        builder.environment().put("TALK_CONNECTIONS_HUB_SETTINGS_ACCESSTOKEN", hubspot.token());
        builder.environment().put("TALK_CONNECTIONS_HUB_SETTINGS_WEBHOOKSECRET", "the secret of an app");
        builder.environment().put("JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m");
        Process process = builder.start();
        List<String> original = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                original.add(line);
                if (line.contains("stopped after")) {
                    System.out.println(line.strip());
                    hubspot.server().forgive();
                }
            }
        } finally {
            process.destroy();
        }
        return original;
    }

    /** The libraries of the application: what its tests need would be found by Spring Boot, too. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !entry.matches(".*[/\\\\](test-classes|talk-simulators|talk-spring-boot-example)\\b.*"))
                .filter(
                        entry -> !entry.matches(
                                ".*[/\\\\](junit|zonky|surefire|assertj|graphql|spring-data|spring-boot-data|spring-boot-starter-data).*"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}

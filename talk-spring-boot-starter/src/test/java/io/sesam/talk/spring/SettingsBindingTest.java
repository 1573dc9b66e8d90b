package io.sesam.talk.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.settings.SecretResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Each form in which an application writes settings. */
final class SettingsBindingTest {
    private final ApplicationContextRunner runner = TalkAutoConfigurationTest.runner();

    @TempDir
    private Path directory;

    @Test
    void propertiesAreSettings() throws Exception {
        Path crm = Files.createDirectory(directory.resolve("crm"));

        runner.withPropertyValues(
                        "talk.connections.crm.connector=csv",
                        "talk.connections.crm.settings.directory=" + crm,
                        "talk.connections.crm.types.person.full-sync=false",
                        "talk.trust[0]=crm",
                        "talk.schedule.cron=-",
                        "talk.webhooks.path=/hooks",
                        "talk.console.stewards=ann")
                .run(context -> assertThat(
                                context.getBean(Talk.class).settings().get("connections.crm"))
                        .containsEntry("directory", crm.toString()));
    }

    @Test
    void listsInYamlAreLists() throws Exception {
        Files.createDirectory(directory.resolve("crm"));

        runner.withInitializer(context -> yaml(context.getEnvironment(), """
                        talk:
                          trust: [crm]
                          match:
                            person:
                              by: [[email], [lastname, firstname]]
                              ignore: [info@example.com]
                          sinks: {}
                          connections:
                            crm: { connector: csv, settings: { directory: "DIRECTORY/crm", columns: { person: { firstname: First name } } } }
                        """))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Talk.class));
    }

    @Test
    void unknownKeysAreNamedWithTheirPlace() {
        runner.withPropertyValues("talk.conections.crm.connector=csv")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("no key \"conections\"; did you mean \"connections\"?"));
    }

    @Test
    void secretsComeFromTheEnvironmentInAnySpelling() {
        for (String name : new String[] {
            "TALK_CONNECTIONS_HUB_SETTINGS_ACCESSTOKEN",
            "TALK_CONNECTIONS_HUB_SETTINGS_ACCESS_TOKEN",
            "talk_connections_hub_settings_accesstoken"
        }) {
            runner.withInitializer(context -> variables(context.getEnvironment(), Map.of(name, "secret-of-hub")))
                    .withPropertyValues("talk.connections.hub.connector=hubspot")
                    .run(context -> {
                        assertThat(context).as(name).hasNotFailed();
                        assertThat(context.getBean(Talk.class).settings().get("connections.hub"))
                                .as(name)
                                .containsKey("accessToken");
                    });
        }
    }

    @Test
    void theEnvironmentOverridesWhatIsSpeltInAnotherWay() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));

        runner.withInitializer(context -> {
                    variables(
                            context.getEnvironment(),
                            Map.of(
                                    "TALK_CONNECTIONS_CRMOFFICE_SETTINGS_DIRECTORY",
                                    other.toString(),
                                    "TALK_TRUST_0",
                                    "crm-office"));
                    yaml(context.getEnvironment(), """
                            talk.connections.crm-office: { connector: csv, settings: { Directory: missing } }
                            """);
                })
                .run(context -> assertThat(context.getBean(Talk.class).settings())
                        .containsKey("connections.crm-office")
                        .doesNotContainKey("connections.crmoffice")
                        .extractingByKey("connections.crm-office")
                        .hasFieldOrPropertyWithValue("directory", other.toString()));
    }

    @Test
    void otherVariablesOfTheEnvironmentAreNoSettings() {
        runner.withInitializer(context -> variables(
                        context.getEnvironment(),
                        Map.of(
                                "TALK_SERVICE_HOST",
                                "10.0.0.1",
                                "TALK_PORT",
                                "tcp://10.0.0.1:80",
                                "TALK_TOKEN_KEY",
                                "k")))
                .withPropertyValues(
                        "talk.connections.hub.connector=hubspot", "talk.connections.hub.settings.accessToken=a")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void otherSystemPropertiesAreNoSettings() throws Exception {
        Path crm = Files.createDirectory(directory.resolve("crm"));
        runner.withSystemProperties(
                        "talk.test.tmp=/tmp",
                        "talk.release=7",
                        "talk.connections.crm.connector=csv",
                        "talk.connections.crm.settings.directory=" + crm)
                .run(context ->
                        assertThat(context.getBean(Talk.class).settings()).containsKey("connections.crm"));
        runner.withSystemProperties("talk.connections.crm.conector=csv")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("no key \"conector\"; did you mean \"connector\"?"));
    }

    @Test
    void secretsOfAVaultAreResolvedByABean() {
        runner.withBean(
                        "vault",
                        SecretResolver.class,
                        () -> name -> name.equals("hub/token") ? Optional.of("secret-of-hub") : Optional.empty())
                .withPropertyValues(
                        "talk.connections.hub.connector=hubspot",
                        "talk.connections.hub.settings.accessToken=${vault:hub/token}")
                .run(context -> assertThat(
                                context.getBean(Talk.class).settings().get("connections.hub"))
                        .containsKey("accessToken"));
        runner.withBean("vault", SecretResolver.class, () -> name -> Optional.empty())
                .withPropertyValues(
                        "talk.connections.hub.connector=hubspot",
                        "talk.connections.hub.settings.accessToken=${vault:hub/token}")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("vault has no secret hub/token"));
        runner.withBean("vaultOfOurs", SecretResolver.class, () -> name -> Optional.of("x"))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("the SecretResolver vaultOfOurs"));
    }

    @Test
    void bothKindsOfPlaceholdersAreFilledIn() throws Exception {
        Path crm = Files.createDirectory(directory.resolve("crm"));
        Path file = Files.writeString(directory.resolve("place"), crm + "\n");

        runner.withPropertyValues(
                        "place=" + crm,
                        "talk.connections.one.connector=csv",
                        "talk.connections.one.settings.directory=${place}",
                        "talk.connections.two.connector=csv",
                        "talk.connections.two.settings.directory=${file:" + file + "}")
                .run(context -> assertThat(context.getBean(Talk.class).settings())
                        .hasEntrySatisfying(
                                "connections.one", one -> assertThat(one).containsValue(crm.toString()))
                        .hasEntrySatisfying(
                                "connections.two", two -> assertThat(two).containsValue(crm.toString())));
    }

    @Test
    void aDollarOfASecretIsPlainText() throws Exception {
        Path crm = Files.createDirectory(directory.resolve("a$b${c"));

        runner.withInitializer(context -> variables(context.getEnvironment(), Map.of("PLACE", crm.toString())))
                .withPropertyValues(
                        "talk.connections.crm.connector=csv", "talk.connections.crm.settings.directory=${PLACE}")
                .run(context -> assertThat(
                                context.getBean(Talk.class).settings().get("connections.crm"))
                        .containsEntry("directory", crm.toString()));
    }

    private void yaml(ConfigurableEnvironment environment, String text) {
        byte[] bytes = text.replace("DIRECTORY", directory.toString()).getBytes(StandardCharsets.UTF_8);
        try {
            new YamlPropertySourceLoader()
                    .load("application", new ByteArrayResource(bytes))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void variables(ConfigurableEnvironment environment, Map<String, Object> variables) {
        environment
                .getPropertySources()
                .replace(
                        "systemEnvironment",
                        new SystemEnvironmentPropertySource("systemEnvironment", new LinkedHashMap<>(variables)));
    }
}

package io.sesam.talk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sesam.talk.Talk;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.simulators.SimFault;
import io.sesam.talk.simulators.SimServer;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Tests that no message contains secrets or personal values. Canary values are in every setting and every name; the
 * simulated systems repeat them.
 */
@Tag("R37")
@Tag("slow")
final class CanaryTest {
    private static final Logger LOG = LoggerFactory.getLogger(CanaryTest.class);
    private static final List<Logger> LOGGERS = loggers();
    private static final String CANARY = "canary";
    private static final Map<String, String> OAUTH = Map.of(
            "clientId", "canary-client",
            "clientSecret", "canary-client-secret",
            "refreshToken", "canary-refresh-token",
            "redirectUri", "https://canary.example/back");
    private static final Map<String, String> CODE = Map.of(
            "clientId", "canary-client",
            "clientSecret", "canary-client-secret",
            "code", "canary-code",
            "redirectUri", "https://canary.example/back");

    /** Responses that repeat the request. */
    private static final List<SimFault> REPEATING = List.of(
            new SimFault.Answer(400, said("canary1@x.example is not valid")),
            new SimFault.Answer(500, said("canary-token")),
            new SimFault.Answer(200, "<html>canary2@x.example</html>"),
            new SimFault.Answer(200, "{\"data\":{\"result\":null},\"errors\":[{\"message\":\"canary3@x.example\"}]}"),
            new SimFault.Answer(409, said("Contact canary4@x.example already exists. Existing ID: 1")),
            new SimFault.Answer(422, "{\"errors\":[{\"field\":\"email\",\"message\":\"canary6@x.example\"}]}"),
            new SimFault.Answer(200, "{\"results\":[{\"properties\":{\"email\":\"canary5@x.example\""),
            new SimFault.Truncated());

    private final ThreeClouds clouds = new ThreeClouds();
    private final MemoryStore store = MemoryStore.create();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final StringBuilder written = new StringBuilder();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    private static String said(String text) {
        return "{\"message\":\"" + text + "\",\"category\":\"VALIDATION_ERROR\"}";
    }

    /** The loggers of every class of the project that has one, and this test's own. */
    private static List<Logger> loggers() {
        List<Logger> loggers = new ArrayList<>(List.of(LOG));
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackagesOf(Talk.class).stream()
                        .filter(type -> type.getFields().stream()
                                .anyMatch(field -> field.getRawType().isEquivalentTo(Logger.class)))
                        .forEach(type -> loggers.add(LoggerFactory.getLogger(type.getName())));
        return loggers;
    }

    private static void level(int level) throws ReflectiveOperationException {
        for (Logger logger : LOGGERS) {
            Field current = logger.getClass().getDeclaredField("currentLogLevel");
            current.setAccessible(true);
            current.setInt(logger, level);
        }
    }

    @BeforeEach
    void listen() throws ReflectiveOperationException {
        level(LocationAwareLogger.INFO_INT);
        PrintStream ear = new PrintStream(heard, true, StandardCharsets.UTF_8);
        System.setOut(ear);
        System.setErr(ear);
        for (int i = 1; i <= 6; i++) {
            clouds.hubspot.create("contacts", Map.of("email", "canary" + i + "@x.example", "lastname", "Canaryson"));
            clouds.wave.create(
                    clouds.business, "customers", Map.of("name", "Canary " + i, "addressLine1", "Canary Wharf"));
        }
    }

    @AfterEach
    void close() throws ReflectiveOperationException {
        level(LocationAwareLogger.WARN_INT);
        System.setOut(out);
        System.setErr(err);
        clouds.close();
    }

    private Talk talk(Map<String, ?> hubspot, Map<String, ?> wave, String freshteamKey) {
        Map<String, Object> crm = new HashMap<>(hubspot);
        crm.put("baseUrl", clouds.hubspot.uri().toString());
        crm.put("webhookSecret", "canary-webhook");
        Map<String, Object> accounting = new HashMap<>(wave);
        accounting.put("baseUrl", clouds.wave.uri().toString());
        accounting.put("tokenUrl", clouds.wave.tokenUri().toString());
        accounting.put("incomeAccountId", "canary-account");
        return Talk.builder()
                .clock(clouds.clock)
                .store(store)
                .type(Person.SCHEMA.with(Property.reference("organisation", EntityType.ORGANISATION)))
                .connect("crm", "hubspot", crm)
                .connect("books", "wave", accounting)
                .connect(
                        "staff",
                        "freshteam",
                        Map.of(
                                "apiKey",
                                freshteamKey,
                                "domain",
                                "acme",
                                "roleIds",
                                List.of("1"),
                                "baseUrl",
                                clouds.freshteam.uri().toString()))
                .build();
    }

    /** Runs an action; collects its result and messages as a host might print them. */
    private void trying(Callable<?> action) {
        try {
            written.append(action.call()).append('\n');
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                written.append(cause.getMessage()).append('\n');
            }
        }
    }

    private void everything(Talk opened) {
        try (Talk talk = opened) {
            trying(talk::check);
            trying(talk::sync);
            trying(talk::status);
            trying(() -> talk.stewardship().parked(100));
            trying(talk.stewardship()::inDoubt);
            trying(() -> talk.receive(
                    "crm",
                    WebhookRequest.of(
                            "POST",
                            "https://canary.example/hook",
                            Map.of("X-HubSpot-Signature-v3", List.of("canary-webhook")),
                            "[{\"email\":\"canary1@x.example\"}]".getBytes(StandardCharsets.UTF_8))));
        }
    }

    private void repeating(SimServer server) {
        for (int round = 0; round < 3; round++) {
            REPEATING.forEach(simFault -> server.fail(request -> !request.path().contains("token"), simFault));
        }
    }

    @Test
    void noSecretAndNoPersonIsHeardOfHoweverMuchASystemRepeats() {
        assertThat(LOGGERS).hasSizeGreaterThan(10);
        LOG.info("the logger is listened to");
        everything(talk(Map.of("accessToken", "canary-token"), Map.of("accessToken", "canary-token"), "canary-key"));
        everything(talk(Map.of("oauth", OAUTH), Map.of("oauth", OAUTH), "canary-key"));
        everything(talk(Map.of("oauth", CODE), Map.of("oauth", CODE), "canary-key"));
        Map<String, String> wrong = Map.of("accessToken", "canary-token", "oauth", "canary-oauth");
        trying(() -> talk(wrong, wrong, "canary-key"));
        for (int round = 0; round < 6; round++) {
            repeating(clouds.hubspot.server());
            repeating(clouds.wave.server());
            repeating(clouds.freshteam.server());
            everything(talk(
                    Map.of("accessToken", clouds.hubspot.token()),
                    Map.of("accessToken", clouds.wave.tokens().permanent()),
                    clouds.freshteam.key()));
        }

        assertThat(List.of(clouds.hubspot.server(), clouds.wave.server(), clouds.freshteam.server()))
                .allSatisfy(server -> assertThat(server.requests()).hasSizeGreaterThan(10));
        assertThat(heard.toString(StandardCharsets.UTF_8))
                .contains("the logger is listened to", "is paused")
                .doesNotContainIgnoringCase(CANARY)
                .doesNotContain(clouds.hubspot.token(), clouds.wave.tokens().permanent(), clouds.freshteam.key());
        assertThat(written.toString())
                .contains("status 400")
                .doesNotContainIgnoringCase(CANARY)
                .doesNotContain(clouds.hubspot.token(), clouds.wave.tokens().permanent(), clouds.freshteam.key());
    }
}

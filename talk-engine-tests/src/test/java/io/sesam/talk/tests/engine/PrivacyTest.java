package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.Talk;
import io.sesam.talk.engine.enrich.EnrichmentStage;
import io.sesam.talk.engine.plan.ChangeLimitCheck;
import io.sesam.talk.engine.read.TypeReader;
import io.sesam.talk.engine.run.RunContext;
import io.sesam.talk.engine.run.RunPreparation;
import io.sesam.talk.engine.run.Workers;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Check;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Lookup;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.Reader;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.WebhookRequest;
import io.sesam.talk.spi.Writer;
import io.sesam.talk.spi.settings.Secret;
import io.sesam.talk.spi.settings.Setting;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.testkit.system.MemorySink;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/** No secret or personal value leaks, whatever fails (R37). */
@Tag("R37")
final class PrivacyTest {
    private static final String CANARY = "canary";

    private final World world = new World();
    private final MemorySink sink = new MemorySink();
    private final MemoryTable crm = world.people("crm");
    private final MemoryTable erp = world.people("erp");
    private final MemoryTable companies = world.organisations("crm");
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final StringBuilder written = new StringBuilder();
    private PrintStream out;
    private PrintStream err;
    private String mood = "";

    /** Sets the level of the engine's loggers. The build sets them to warn. */
    private static void level(int level) throws ReflectiveOperationException {
        for (Class<?> type : List.of(
                PrivacyTest.class,
                RunContext.class,
                RunPreparation.class,
                ChangeLimitCheck.class,
                TypeReader.class,
                EnrichmentStage.class,
                Workers.class)) {
            Logger logger = LoggerFactory.getLogger(type);
            Field current = logger.getClass().getDeclaredField("currentLogLevel");
            current.setAccessible(true);
            current.setInt(logger, level);
        }
    }

    @BeforeEach
    void listen() throws ReflectiveOperationException {
        level(LocationAwareLogger.INFO_INT);
        out = System.out;
        err = System.err;
        PrintStream ear = new PrintStream(heard, true, StandardCharsets.UTF_8);
        System.setOut(ear);
        System.setErr(ear);
        world.organisations("erp");
        world.config = builder -> builder.sink("sink", sink, Map.of())
                .changeLimit(ChangeLimit.defaults().changes(3, 1).removals(1, 1))
                .connect("careless", new Careless(), Map.of("token", "canary-token", "account", "canary-account"));
        for (int i = 0; i < 25; i++) {
            crm.add("firstname", "Canary" + i, "lastname", "Canaryson", "email", "canary" + i % 4 + "@x.example");
        }
        companies.add("name", "Canary Ltd", "address", "Canary Wharf", "zip", "canary", "country", "Canaria");
    }

    @AfterEach
    void listenNoMore() throws ReflectiveOperationException {
        level(LocationAwareLogger.WARN_INT);
        System.setOut(out);
        System.setErr(err);
    }

    /** A plugin that puts secrets into every message. */
    private final class Careless implements ConnectorPlugin {
        private static final Setting<Secret> TOKEN = Setting.secret("token").required();
        private static final Setting<String> ACCOUNT = Setting.text("account");

        @Override
        public PluginSpec spec() {
            return PluginSpec.of("careless", "Talks too much.", List.of(TOKEN, ACCOUNT));
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            written.append(settings).append(settings.get(TOKEN));
            Connector inner = MemorySystem.at(world.clock).open(settings, context);
            return new Gossip(inner, settings.get(TOKEN).reveal());
        }
    }

    /** A connection whose failures contain a secret. */
    private final class Gossip implements Connector {
        private final Connector inner;
        private final String token;

        Gossip(Connector inner, String token) {
            this.inner = inner;
            this.token = token;
        }

        private RuntimeException careless() {
            return new IllegalStateException("Canary Canaryson cannot be read with " + token);
        }

        @Override
        public Check check() {
            throw careless();
        }

        @Override
        public List<TypeSpec> types() {
            if (mood.equals("types")) {
                throw careless();
            }
            return List.of(World.full(Person.SCHEMA).build());
        }

        @Override
        public Optional<Reader> reader(EntityType type) {
            return Optional.of(request -> {
                throw careless();
            });
        }

        @Override
        public Optional<Lookup> lookup(EntityType type) {
            return inner.lookup(type);
        }

        @Override
        public Optional<Writer> writer(EntityType type) {
            return Optional.of(operations -> {
                throw careless();
            });
        }

        @Override
        public void close() {
            throw careless();
        }
    }

    private void tell(Object something) {
        if (something instanceof SyncReport report) {
            written.append(report.text()).append(report.erasures()).append('\n');
        }
        written.append(something).append('\n');
    }

    /** Collects everything a host may print: results and the messages of all exceptions. */
    private void trying(Callable<?> action) {
        try {
            tell(action.call());
        } catch (Exception e) {
            for (Throwable cause = e;
                    cause != null && cause.getClass().getName().startsWith("io.sesam"); ) {
                tell(cause);
                cause = cause.getCause();
            }
        }
    }

    private void trySync() {
        trying(world::sync);
        try (Talk talk = world.talk()) {
            tell(talk.status());
            tell(talk.stewardship().parked(100));
            tell(talk.stewardship().inDoubt());
            tell(talk.stewardship().heldPlans());
            talk.stewardship().duplicates(this::tell);
        }
    }

    @Test
    void noSecretAndNoPersonIsInWhatIsLoggedReportedOrThrown() {
        LoggerFactory.getLogger(PrivacyTest.class).info("the logger is listened to");
        trySync();
        mood = "types";
        trySync();
        world.config = builder ->
                builder.sink("sink", sink, Map.of()).winner(PERSON.name(), "lastname", SurvivorshipRule.longest());
        erp.answering(operation -> Optional.of(new Outcome.Rejected("a field is not as it should be")));
        trySync();
        erp.answering(operation -> Optional.empty());
        world.system("erp").failNextWrite(new IllegalStateException("canary1@x.example was refused"));
        crm.put("1", "lastname", "Canarysdottir");
        trySync();
        world.config = builder -> builder.sink("sink", sink, Map.of())
                .changeLimit(ChangeLimit.defaults().changes(2, 1).removals(1, 1));
        crm.ids().forEach(id -> crm.put(id, "lastname", "Canaryssonson"));
        trySync();
        crm.answeringReads(request -> {
            throw new IllegalArgumentException("canary2@x.example");
        });
        trySync();
        crm.answeringReads(null);
        crm.losesPositionOnce();
        world.system("crm").sends(request -> {
            throw new IllegalStateException("canary3@x.example");
        });
        try (Talk talk = world.talk()) {
            trying(talk::check);
            trying(() -> talk.stewardship().erase(PERSON.name(), "canary1@x.example"));
            trying(() -> talk.stewardship().erase(PERSON.name(), ""));
        }
        crm.add("firstname", "Canary", "email", "canary1@x.example");
        trySync();

        assertThat(heard.toString(StandardCharsets.UTF_8))
                .contains("the logger is listened to", "is paused", "stopped before the first", "has changed")
                .doesNotContainIgnoringCase(CANARY);
        assertThat(written.toString())
                .contains("careless", "BACK", "not as it should be")
                .doesNotContainIgnoringCase(CANARY);
        assertThat(world.store.liveRecords(new SystemName("crm"), PERSON)).isPositive();
    }

    @Test
    void whatAHostHandsInByMistakeIsNotRepeated() {
        world.system("crm").sends(request -> List.of());
        try (Talk talk = world.talk()) {
            byte[] body = "{\"email\":\"canary@x.example\"}".getBytes(StandardCharsets.UTF_8);
            WebhookRequest request = WebhookRequest.of(
                    "POST", "https://h.example/canary", Map.of("Authorization", List.of("canary")), body);
            tell(request);
            trying(() -> talk.receive("crm", request));
        }
        assertThat(written.toString()).contains("0").doesNotContainIgnoringCase(CANARY);
    }
}

package io.sesam.talk.store.jdbc;

import io.sesam.talk.Talk;
import io.sesam.talk.TalkBuilder;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Product;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.ChangeLimit;
import io.sesam.talk.policy.RunExecutor;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Connector;
import io.sesam.talk.spi.ConnectorPlugin;
import io.sesam.talk.spi.Deletes;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.PluginContext;
import io.sesam.talk.spi.PluginSpec;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.spi.settings.Settings;
import io.sesam.talk.spi.token.TokenStore;
import io.sesam.talk.store.Store;
import io.sesam.talk.testkit.TestClock;
import io.sesam.talk.testkit.enricher.ScriptedRegister;
import io.sesam.talk.testkit.system.MemorySink;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The systems of the kept stores of earlier versions.
 *
 * <p>Two directories of CSV files, a read-only payroll that is listed again every day, a register and a sink.
 */
final class UpgradeScene {
    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final Schema PERSON = Person.SCHEMA.with(Property.text("phone"));
    static final Map<EntityType, Schema> SCHEMAS = Map.of(
            EntityType.PERSON, PERSON,
            EntityType.ORGANISATION, Organisation.SCHEMA,
            EntityType.PRODUCT, Product.SCHEMA);

    final TestClock clock;
    private final Path directory;
    private final Supplier<Store> store;
    private final MemorySystem payroll = MemorySystem.at(TestClock.startingAt(START));
    private final ScriptedRegister register = ScriptedRegister.empty();
    private final MemorySink warehouse = new MemorySink();
    private final Random random;
    private @Nullable TokenStore tokens;

    UpgradeScene(Path directory, Supplier<Store> store, Instant now) {
        this.directory = directory;
        this.store = store;
        this.clock = TestClock.startingAt(now);
        this.random = new Random(now.getEpochSecond());
        MemoryTable people = payroll.holds(
                TypeSpec.of(PERSON, List.of(FieldSpec.of("firstname"), FieldSpec.of("lastname"), FieldSpec.of("email")))
                        .deletes(Deletes.ID_SWEEP)
                        .relistEvery(Duration.ofDays(1))
                        .build());
        people.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@example.org");
        people.add("firstname", "Linus", "lastname", "Example", "email", "linus@example.org");
        for (String[] entry : new String[][] {{"900000001", "Acme Example AS"}, {"900000002", "Beta Example AS"}}) {
            register.enter(entry[0], "name", entry[1], "country", "NO", "domain", entry[0] + ".example");
        }
    }

    /** The payroll system, which exposes its token store. */
    private final class Payroll implements ConnectorPlugin {
        @Override
        public PluginSpec spec() {
            return payroll.spec();
        }

        @Override
        public Connector open(Settings settings, PluginContext context) {
            tokens = context.tokens();
            return payroll.open(settings, context);
        }
    }

    TokenStore tokens() {
        TokenStore kept = tokens;
        if (kept == null) {
            throw new IllegalStateException("no engine was opened");
        }
        return kept;
    }

    void withTalk(Consumer<Talk> action) {
        TalkBuilder builder = Talk.builder()
                .store(store.get())
                .clock(clock)
                .random(random)
                .executor(RunExecutor.IN_TURN)
                .baseDirectory(directory)
                .type(PERSON)
                .connect("crm", "csv", Map.of("directory", "crm"))
                .connect("erp", "csv", Map.of("directory", "erp"))
                .connect("payroll", new Payroll(), Map.of())
                .policy(
                        "crm",
                        EntityType.ORGANISATION.name(),
                        TargetPolicy.defaults()
                                .changeLimit(
                                        ChangeLimit.defaults().changes(1, 0).removals(1, 0)))
                .policy("crm", EntityType.PERSON.name(), TargetPolicy.defaults())
                .policy("erp", EntityType.ORGANISATION.name(), TargetPolicy.defaults())
                .policy("erp", EntityType.PERSON.name(), TargetPolicy.defaults().deletes(TargetPolicy.OnDelete.ARCHIVE))
                .trust("crm", "erp", "payroll")
                .enricher("register", register, Map.of())
                .sink("warehouse", warehouse, Map.of());
        try (Talk talk = builder.build()) {
            action.accept(talk);
        }
    }

    SyncReport sync() {
        SyncReport[] report = new SyncReport[1];
        clock.advance(Duration.ofMinutes(5));
        withTalk(talk -> report[0] = talk.sync());
        return report[0];
    }

    static SystemName name(String system) {
        return new SystemName(system);
    }
}

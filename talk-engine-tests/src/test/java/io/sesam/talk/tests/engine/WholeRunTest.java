package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sesam.talk.Talk;
import io.sesam.talk.error.ErrorCode;
import io.sesam.talk.error.TalkException;
import io.sesam.talk.model.EntityType;
import io.sesam.talk.model.Kind;
import io.sesam.talk.model.Organisation;
import io.sesam.talk.model.Person;
import io.sesam.talk.model.Property;
import io.sesam.talk.model.RecordRef;
import io.sesam.talk.model.Schema;
import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.MatchRule;
import io.sesam.talk.policy.SurvivorshipRule;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.FieldSpec;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.spi.Page;
import io.sesam.talk.spi.Position;
import io.sesam.talk.spi.TypeSpec;
import io.sesam.talk.testkit.system.MemorySink;
import io.sesam.talk.testkit.system.MemorySystem;
import io.sesam.talk.testkit.system.MemoryTable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host's own types, sinks, stewardship, and good manners. */
final class WholeRunTest {
    private final World world = new World();

    @Test
    @Tag("R1")
    void typesAndPropertiesOfTheHostGoThroughEveryStage() {
        Schema ship = Schema.of(
                new EntityType("ship"),
                Property.text("callsign"),
                Property.text("name"),
                Property.of("flag", Kind.COUNTRY));
        Schema person = Person.SCHEMA.with(Property.text("phone"));
        MemorySink sink = new MemorySink();
        world.config = builder -> builder.type(ship)
                .type(person)
                .match(ship.type().name(), rules -> rules.by(MatchRule.same("callsign")))
                .sink("analytics", sink, Map.of());
        MemoryTable crm = world.holds("crm", World.full(ship).build());
        MemoryTable erp = world.holds("erp", World.full(ship).build());
        MemoryTable crmPeople = world.holds("crm", World.full(person).build());
        MemoryTable erpPeople = world.holds("erp", World.full(person).build());
        crm.add("callsign", "LABC", "name", "Fram");
        erp.add("callsign", "LABC", "flag", "Norge");
        erp.add("callsign", "LXYZ", "name", "Maud");
        crmPeople.add("firstname", "Roald", "email", "roald@x.example", "phone", "0047");

        world.settle();

        assertThat(crm.text("1", "flag")).isEqualTo("NO");
        assertThat(erp.text("1", "name")).isEqualTo("Fram");
        assertThat(crm.ids()).hasSize(2);
        assertThat(erpPeople.ids()).hasSize(1);
        assertThat(sink.rows().get("ship")).hasSize(2);
        assertThat(sink.rows().get("person").get(0)).contains("0047");
    }

    @Test
    @Tag("R2")
    @Tag("R4")
    void unknownIsLeftAloneBlankIsBlankAndAValueComesBackAsItWent() {
        MemoryTable crm = world.organisations("crm");
        MemoryTable erp = world.holds(
                "erp",
                TypeSpec.of(
                                Organisation.SCHEMA,
                                FieldSpec.of("name"),
                                FieldSpec.of("zip"),
                                FieldSpec.writeOnly("domain"))
                        .inserts()
                        .updates()
                        .build());
        crm.add("name", "Ærlig \"Café\" 🚲", "zip", "0150", "address", "", "domain", "acme.example");

        world.settle();

        assertThat(erp.text("1", "name")).isEqualTo("Ærlig \"Café\" 🚲");
        assertThat(erp.text("1", "zip")).isEqualTo("0150");
        assertThat(erp.text("1", "address")).isNull();
        assertThat(erp.text("1", "domain")).isEqualTo("acme.example");
        assertThat(crm.text("1", "address")).isEmpty();
        assertThat(crm.text("1", "address2")).isNull();
        assertThat(world.sync().writes()).isZero();
        crm.put("1", "domain", "acme2.example");
        world.settle();
        assertThat(erp.text("1", "domain")).isEqualTo("acme2.example");
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R38")
    void aReferenceNamesEachSystemsOwnRecordAndWaitsUntilThereIsOne() {
        Schema person = Person.SCHEMA.with(Property.reference("employer", EntityType.ORGANISATION));
        MemorySink sink = new MemorySink();
        world.config = builder -> builder.type(person).sink("analytics", sink, Map.of());
        MemoryTable crmCompanies = world.organisations("crm");
        MemoryTable erpCompanies = world.organisations("erp");
        MemoryTable crm = world.holds("crm", World.full(person).build());
        MemoryTable erp = world.holds("erp", World.full(person).build());
        crmCompanies.add("name", "Other");
        crmCompanies.add("name", "Acme");
        erpCompanies.add("name", "Acme");
        crm.add("firstname", "Ada", "email", "ada@x.example", "employer", "2");
        crm.add("firstname", "Alan", "email", "alan@x.example", "employer", "1");
        erpCompanies.answering(operation -> Optional.of(new Outcome.Rejected("not today")));
        world.settle();
        String ada = erp.find("email", "ada@x.example").get(0);
        String alan = erp.find("email", "alan@x.example").get(0);
        assertThat(erp.text(ada, "employer")).isEqualTo("1");
        assertThat(erp.text(alan, "employer")).isNull();

        erpCompanies.answering(operation -> Optional.empty());
        try (Talk talk = world.talk()) {
            talk.stewardship().retry();
        }
        world.settle();
        String other = erpCompanies.find("name", "Other").get(0);
        assertThat(erp.text(alan, "employer")).isEqualTo(other);
        assertThat(crm.text("1", "employer")).isEqualTo("2");

        erp.put(ada, "employer", other);
        world.settle();
        assertThat(crm.text("1", "employer")).isEqualTo("1");
        assertThat(world.sync().writes()).isZero();
        assertThat(sink.rows().get("person").get(0).get(5))
                .isEqualTo(sink.rows().get("person").get(1).get(5));

        erpCompanies.put(other, "name", "Acme");
        crmCompanies.put("1", "name", "Acme");
        world.settle();
        assertThat(world.sync().writes()).isZero();
        assertThat(world.sync().goldenChanges()).isZero();
    }

    @Test
    @Tag("R8")
    void whatTalkMadeStaysLinkedToWhatItWasMadeFrom() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.settle();

        erp.put("1", "email", "countess@x.example");
        world.settle();

        assertThat(crm.text("1", "email")).isEqualTo("countess@x.example");
        assertThat(crm.ids()).hasSize(1);
        assertThat(erp.ids()).hasSize(1);
    }

    @Test
    @Tag("R8")
    void aStewardsWordHoldsOverRestarts() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Old", "email", "shared@x.example");
        erp.add("firstname", "Young", "email", "shared@x.example");
        erp.add("firstname", "Other", "email", "other@x.example");
        world.settle();
        RecordRef old = RecordRef.of("crm", PERSON, "1");
        try (Talk talk = world.talk()) {
            talk.stewardship().unlink(old, RecordRef.of("erp", PERSON, "1"));
            talk.stewardship().link(old, RecordRef.of("erp", PERSON, "2"));
            assertThatThrownBy(() -> talk.stewardship().link(old, RecordRef.of("erp", PERSON, "99")))
                    .hasMessageContaining("erp/person/99");
        }
        crm.put("1", "lastname", "Parr");
        SyncReport report = world.settle();

        assertThat(erp.text("2", "lastname")).isEqualTo("Parr");
        assertThat(erp.text("1", "lastname")).isNotEqualTo("Parr");
        assertThat(report.golden().get(PERSON).total()).isEqualTo(2);
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R32")
    @Tag("R9")
    void theSinkFollowsEveryJoinSplitAndDeletionAndARebuildGivesTheSame() {
        Random random = new Random(11);
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        MemorySink increments = new MemorySink();
        MemorySink rebuilt = new MemorySink();
        world.config =
                builder -> builder.sink("increments", increments, Map.of()).sink("rebuilt", rebuilt, Map.of());
        for (int round = 0; round < 25; round++) {
            MemoryTable table = random.nextBoolean() ? crm : erp;
            for (int edit = 0; edit < 3; edit++) {
                List<String> ids = table.ids();
                String id = ids.isEmpty() ? "1" : ids.get(random.nextInt(ids.size()));
                switch (random.nextInt(4)) {
                    case 0 -> table.add("firstname", "P" + round, "email", "p" + random.nextInt(6) + "@x.example");
                    case 1 -> table.put(id, "email", "p" + random.nextInt(6) + "@x.example");
                    case 2 -> table.put(id, "lastname", "L" + round);
                    default -> table.delete(id);
                }
            }
            rebuilt.forgetMark();
            SyncReport report = world.settle();
            assertThat(increments.rows()).as("round %d", round).isEqualTo(rebuilt.rows());
            assertThat((long)
                            increments.rows().getOrDefault("person", List.of()).size())
                    .isEqualTo(report.golden().get(PERSON).total());
        }
        assertThat(increments.rebuilds()).isEqualTo(1);
        assertThat(rebuilt.rebuilds()).isGreaterThan(20);
    }

    @Test
    @Tag("R12")
    @Tag("R15")
    void newRulesAreAppliedToAllThatIsRemembered() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        MemorySink sink = new MemorySink();
        world.config = builder -> builder.sink("analytics", sink, Map.of());
        crm.add("firstname", "Ada", "lastname", "L", "email", "ada@x.example");
        world.clock.advance(Duration.ofDays(1));
        erp.add("firstname", "A.", "lastname", "L", "email", "ada@x.example");
        world.config = builder -> builder.sink("analytics", sink, Map.of())
                .policy("crm", PERSON.name(), TargetPolicy.defaults().share(false))
                .policy("erp", PERSON.name(), TargetPolicy.defaults().share(false));
        world.settle();
        assertThat(sink.rows().get("person").get(0)).contains("A.");

        world.config = builder -> builder.sink("analytics", sink, Map.of())
                .winner(PERSON.name(), "firstname", SurvivorshipRule.longest());
        world.settle();

        assertThat(sink.rows().get("person").get(0)).contains("Ada");
        assertThat(erp.text("1", "firstname")).isEqualTo("Ada");
        assertThat(sink.rows().get("provenance")).anyMatch(row -> row.contains("longest"));
    }

    @Test
    @Tag("R36")
    void twoInstancesSideBySideLeaveNoThreadAndNoWordOnStandardOutput() throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        Set<String> before = threads();
        System.setOut(new PrintStream(heard, true, StandardCharsets.UTF_8));
        try {
            World other = new World();
            for (World one : List.of(world, other)) {
                one.people("crm").add("firstname", "Ada", "email", "ada@x.example");
                one.people("erp").add("firstname", "Alan", "email", "alan@x.example");
            }
            CompletableFuture<SyncReport> second = CompletableFuture.supplyAsync(other::settle);
            world.settle();
            second.get(60, TimeUnit.SECONDS);
            assertThat(world.table("erp", PERSON).ids()).hasSize(2);
            assertThat(other.table("erp", PERSON).ids()).hasSize(2);
        } finally {
            System.setOut(out);
        }
        assertThat(heard.toString(StandardCharsets.UTF_8)).isEmpty();
        Set<String> after = threads();
        after.removeAll(before);
        assertThat(after).noneMatch(name -> name.contains("talk"));
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
        return names;
    }

    @Test
    @Tag("R36")
    void aRunIsCancelledAtOnceAndTheNextGoesOn() throws Exception {
        MemoryTable crm = world.people("crm");
        world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        CountDownLatch reading = new CountDownLatch(1);
        AtomicInteger pages = new AtomicInteger();
        crm.answeringReads(request -> {
            reading.countDown();
            pages.incrementAndGet();
            int page = request.after()
                    .map(position -> Integer.parseInt(((Position.Token) position).value()))
                    .orElse(0);
            return Page.more(List.of(), new Position.Token(String.valueOf(page + 1)));
        });
        try (Talk talk = world.talk()) {
            CompletableFuture<SyncReport> run = CompletableFuture.supplyAsync(talk::sync);
            assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(talk::sync).hasMessageContaining("another call of this Talk is under way");
            talk.cancel();
            int asked = pages.get();
            assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            TalkException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(pages).as("no call is begun any more").hasValueLessThanOrEqualTo(asked + 1);
        }
        crm.answeringReads(null);
        crm.losesPositionOnce();
        assertThat(world.settle().golden().get(PERSON).total()).isEqualTo(1);
        assertThatThrownBy(() -> world.talkThatIsClosed().sync()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("R30")
    void allMistakesOfASetUpAreToldAtOnce() {
        assertThatThrownBy(() -> Talk.builder()
                        .connect("CRM!", MemorySystem.at(world.clock), Map.of("nonsense", 1))
                        .connect("erp", "hubspto", Map.of())
                        .trust("erpp")
                        .match(PERSON.name(), rules -> rules.by(MatchRule.same("emial")))
                        .build())
                .isInstanceOfSatisfying(TalkException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION);
                    assertThat(e.problems())
                            .anyMatch(problem -> problem.contains("CRM!"))
                            .anyMatch(problem -> problem.contains("nonsense"))
                            .anyMatch(problem -> problem.contains("no connector named \"hubspto\""))
                            .anyMatch(problem -> problem.contains("did you mean \"erp\""))
                            .anyMatch(problem -> problem.contains("emial"));
                });
    }

    @Test
    @Tag("R37")
    void whatASystemSaysOfAPersonIsInNoReport() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Canary", "email", "canary@x.example");
        erp.answering(operation -> Optional.of(new Outcome.Rejected("a field is not as it should be")));

        SyncReport report = world.sync();

        assertThat(report.toString() + world.store.parked(null, 10) + report.paused())
                .doesNotContainIgnoringCase("canary");
        assertThat(report.written().get(new SystemName("erp")).get(PERSON).refused())
                .isEqualTo(1);
    }
}

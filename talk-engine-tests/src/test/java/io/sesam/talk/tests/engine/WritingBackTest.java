package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.ORGANISATION;
import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.model.SystemName;
import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.spi.Operation;
import io.sesam.talk.spi.Outcome;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writing of values back to systems. */
final class WritingBackTest {
    private static final SystemName ERP = new SystemName("erp");

    private final World world = new World();

    @Test
    @Tag("R22")
    void oneRefusedRecordDoesNotHoldTheOthersUpAndIsNotAskedAgainUnchanged() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        for (int i = 0; i < 7; i++) {
            crm.add("firstname", "Person" + i, "email", "p" + i + "@x.example");
        }
        erp.answering(operation -> operation
                        .fields()
                        .text("firstname")
                        .known()
                        .filter("Person3"::equals)
                        .isPresent()
                ? Optional.of(new Outcome.Rejected("we do not like this one"))
                : Optional.empty());

        SyncReport report = world.sync();
        assertThat(report.written().get(ERP).get(PERSON).inserted()).isEqualTo(6);
        assertThat(report.written().get(ERP).get(PERSON).refused()).isEqualTo(1);
        assertThat(report.parked()).isEqualTo(1);

        world.system("erp").forgetCounts();
        world.sync();
        assertThat(world.system("erp").asked()).isEmpty();

        crm.put("4", "lastname", "Changed");
        erp.answering(operation -> Optional.empty());
        SyncReport healed = world.settle();
        assertThat(erp.ids()).hasSize(7);
        assertThat(healed.parked()).isZero();
    }

    @Test
    @Tag("R22")
    void whatWasRefusedIsTriedAgainByHandAndWhenSettingsChange() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        erp.answering(operation -> Optional.of(new Outcome.Rejected("no")));
        world.sync();
        world.sync();
        assertThat(world.system("erp").writeCalls()).isEqualTo(1);

        try (var talk = world.talk()) {
            talk.stewardship().retry();
        }
        world.sync();
        assertThat(world.system("erp").writeCalls()).isEqualTo(2);

        world.config = builder ->
                builder.policy("erp", PERSON.name(), TargetPolicy.defaults().duplicates(TargetPolicy.OnDuplicate.SYNC));
        erp.answering(operation -> Optional.empty());
        assertThat(world.settle().parked()).isZero();
        assertThat(erp.ids()).hasSize(1);
    }

    @Test
    @Tag("R17")
    void aPatchCarriesOnlyTheFieldsThatDiffer() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        erp.add("firstname", "Ada", "lastname", "", "email", "ADA@x.example ");

        world.sync();

        Operation patch = world.system("erp").asked().get(0);
        assertThat(patch.kind()).isEqualTo(Operation.Kind.UPDATE);
        assertThat(patch.fields()).hasToString("person[lastname]");
        assertThat(erp.text("1", "email")).isEqualTo("ADA@x.example ");
        assertThat(world.system("crm").asked()).isEmpty();
    }

    @Test
    @Tag("acceptance-22")
    @Tag("R12")
    void whatASystemAddsByItselfLaterFillsBlanksAndTakesNothingBack() {
        MemoryTable crm = world.organisations("crm");
        MemoryTable hub = world.organisations("hub");
        crm.add("name", "Acme", "domain", "acme.example");
        world.settle();
        crm.put("1", "address", "New street 2");
        world.clock.advance(Duration.ofMinutes(5));
        hub.put("1", "zip", "0150", "country", "NO");

        world.settle();

        assertThat(crm.text("1", "domain")).isEqualTo("acme.example");
        assertThat(crm.text("1", "zip")).isEqualTo("0150");
        assertThat(hub.text("1", "domain")).isEqualTo("acme.example");
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R12")
    void theNewestEditOfEachPropertyWinsWhereverItIsMade() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        world.settle();

        crm.put("1", "firstname", "Augusta");
        world.clock.advance(Duration.ofMinutes(5));
        erp.put("1", "lastname", "Lovelace");
        world.settle();

        for (MemoryTable table : new MemoryTable[] {crm, erp}) {
            assertThat(table.text("1", "firstname")).isEqualTo("Augusta");
            assertThat(table.text("1", "lastname")).isEqualTo("Lovelace");
        }
    }

    @Test
    @Tag("R13")
    @Tag("acceptance-4")
    void clearingALinkedValueTravelsButABlankAtFirstSightDoesNot() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Lovelace", "email", "ada@x.example");
        world.clock.advance(Duration.ofDays(1));
        erp.add("firstname", "Ada", "lastname", "", "email", "ada@x.example");
        world.settle();
        assertThat(erp.text("1", "lastname")).isEqualTo("Lovelace");

        crm.put("1", "lastname", "");
        world.settle();

        assertThat(erp.text("1", "lastname")).isEmpty();
        assertThat(world.sync().writes()).isZero();
    }

    @Test
    @Tag("R14")
    @Tag("acceptance-24")
    @Tag("acceptance-25")
    void anAddressMovesAsOne() {
        MemoryTable crm = world.organisations("crm");
        MemoryTable erp = world.organisations("erp");
        crm.add("name", "Acme", "address", "Old street 1", "address2", "Suite 5", "zip", "0150", "country", "NO");
        world.clock.advance(Duration.ofDays(1));
        erp.add("name", "Acme", "address", "New street 2", "address2", "", "zip", "0250", "country", "Norge");

        world.settle();

        assertThat(crm.text("1", "address")).isEqualTo("New street 2");
        assertThat(crm.text("1", "address2")).isEmpty();
        assertThat(crm.text("1", "zip")).isEqualTo("0250");
        assertThat(crm.text("1", "country")).isEqualTo("NO");
        assertThat(erp.text("1", "country")).isEqualTo("Norge");
        assertThat(world.sync().goldenChanges()).isZero();
        assertThat(world.store.goldens(ORGANISATION)).isEqualTo(1);
    }

    @Test
    @Tag("R19")
    @Tag("acceptance-15")
    void aColleaguesEditBetweenReadingAndWritingSurvives() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        crm.add("firstname", "Ada", "lastname", "Byron", "email", "ada@x.example");
        world.settle();
        crm.put("1", "lastname", "Lovelace");
        boolean[] once = {true};
        erp.answering(operation -> {
            if (once[0]) {
                once[0] = false;
                world.clock.advance(Duration.ofSeconds(10));
                erp.put("1", "lastname", "King");
            }
            return Optional.empty();
        });

        SyncReport report = world.sync();

        assertThat(erp.text("1", "lastname")).isEqualTo("King");
        assertThat(crm.text("1", "lastname")).isEqualTo("King");
        assertThat(report.paused()).isEmpty();
    }
}

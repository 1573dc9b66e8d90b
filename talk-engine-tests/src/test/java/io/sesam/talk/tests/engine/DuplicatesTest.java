package io.sesam.talk.tests.engine;

import static io.sesam.talk.model.EntityType.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sesam.talk.policy.TargetPolicy;
import io.sesam.talk.result.SyncReport;
import io.sesam.talk.testkit.system.MemoryTable;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several records of one system in a cluster (R11). */
final class DuplicatesTest {
    private final World world = new World();

    @Test
    @Tag("R11")
    void duplicatesOfOneSystemKeepWhatIsTheirOwn() {
        MemoryTable crm = world.organisations("crm");
        MemoryTable erp = world.organisations("erp");
        crm.add("name", "Acme", "address", "Oslo street 1", "zip", "0150", "domain", "");
        world.clock.advance(Duration.ofDays(1));
        crm.add("name", "Acme", "address", "Bergen street 2", "zip", "5000", "domain", "acme.example");

        world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(crm.ids()).hasSize(2);
        assertThat(crm.text("1", "address")).isEqualTo("Oslo street 1");
        assertThat(crm.text("1", "domain")).isEqualTo("acme.example");
        assertThat(erp.text("1", "address")).isEqualTo("Bergen street 2");

        crm.put("1", "address", "Oslo street 9");
        world.settle();
        assertThat(crm.text("2", "address")).isEqualTo("Bergen street 2");
        assertThat(erp.text("1", "address")).isEqualTo("Oslo street 9");
    }

    @Test
    @Tag("R11")
    void duplicatesAreKeptEqualWhenTheHostWantsSo() {
        MemoryTable crm = world.people("crm");
        world.people("erp");
        crm.add("firstname", "Ada", "email", "ada@x.example");
        world.clock.advance(Duration.ofDays(1));
        crm.add("firstname", "Augusta", "email", "ada@x.example");
        world.config = builder -> builder.policy(
                        "crm", PERSON.name(), TargetPolicy.defaults().duplicates(TargetPolicy.OnDuplicate.SYNC))
                .policy("erp", PERSON.name(), TargetPolicy.defaults());

        world.settle();

        assertThat(crm.text("1", "firstname")).isEqualTo("Augusta");
    }

    @Test
    @Tag("R11")
    @Tag("acceptance-8")
    void aCrowdBehindOneMailboxIsParkedAndNobodyOfItIsWritten() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        for (int i = 0; i < 21; i++) {
            crm.add("firstname", "Person" + i, "email", "info@x.example");
        }
        crm.add("firstname", "Ada", "email", "ada@x.example");

        SyncReport report = world.settle();

        assertThat(erp.ids()).hasSize(1);
        assertThat(report.parked()).isEqualTo(21);
        assertThat(report.golden().get(PERSON).total()).isEqualTo(22);

        crm.delete("1");
        SyncReport merged = world.settle();
        assertThat(merged.parked()).isZero();
        assertThat(merged.golden().get(PERSON).total()).isEqualTo(2);
        assertThat(erp.ids()).hasSize(2);
    }

    /** A colleague merges two people, and one system then has two addresses for the one person. */
    @Test
    @Tag("R11")
    @Tag("R12")
    void agreementEndsWithTheGoldenRecordThatItWasWith() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        erp.add("firstname", "Grace", "email", "grace@x.example");
        erp.add("firstname", "Ola", "email", "ola@x.example");
        world.settle();
        crm.add("firstname", "Alan", "email", "ola@x.example");
        world.clock.advance(Duration.ofMinutes(1));
        String second = erp.add("firstname", "Ada", "email", "grace@x.example");
        world.settle();
        crm.merge(
                crm.find("email", "ola@x.example").get(0),
                crm.find("email", "grace@x.example").get(0));

        world.settle();

        assertThat(world.store.goldens(PERSON)).isEqualTo(1);
        assertThat(erp.text(second, "email")).isEqualTo("grace@x.example");
        assertThat(world.sync().writes()).isZero();
    }

    /** A value that joins later and is newer is followed by those that had agreed. */
    @Test
    @Tag("R11")
    void whatAgreedFollowsANewerValueThatJoins() {
        MemoryTable crm = world.people("crm");
        MemoryTable erp = world.people("erp");
        erp.add("firstname", "Grace", "email", "grace@x.example");
        world.settle();
        String second = erp.add("firstname", "Grace", "email", "grace@x.example");
        world.settle();
        world.clock.advance(Duration.ofMinutes(1));
        crm.add("firstname", "Amazing", "email", "grace@x.example");

        world.settle();

        assertThat(erp.text("1", "firstname")).isEqualTo("Amazing");
        assertThat(erp.text(second, "firstname")).isEqualTo("Amazing");
    }

    /**
     * The record that Talk made is edited by its owner. In the same hour, somebody enters that person there again, with
     * another name: the two contradict each other, but the edit was made after the link to the first system.
     */
    @Test
    @Tag("R8")
    @Tag("R11")
    void anEditOfALinkedRecordTravelsThoughADuplicateContradictsIt() {
        World fresh = new World();
        MemoryTable source = fresh.people("crm");
        MemoryTable target = fresh.people("erp");
        source.add("firstname", "Ada", "email", "ada@x.example");
        fresh.settle();
        target.put("1", "firstname", "Augusta");
        fresh.clock.advance(Duration.ofMinutes(1));
        target.add("firstname", "Adele", "email", "ada@x.example");

        fresh.settle();

        assertThat(source.text("1", "firstname")).isEqualTo("Augusta");
        assertThat(target.text("1", "firstname")).isEqualTo("Augusta");
        assertThat(target.text("2", "firstname")).isEqualTo("Adele");
        assertThat(fresh.sync().writes()).isZero();
    }
}
